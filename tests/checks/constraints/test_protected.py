"""Protected symbols, regions and files, and files that only people change."""

import pytest

from checks.constraints import Checker, HumanOnly, Protect
from checks.constraints.human_only import unread_file
from tests.checks.constraints.judging import constraint, judged, said

TAX = """\
import math

RATE = 19


class Tax:
    def round_half(self, x):
        # holds for cents
        return math.floor(x * 2) / 2


def other():
    return 1

# holdfast: region odd
A = 1
# holdfast: end odd
B = 2
"""
PATH = "shop/tax.py"


def edits(place: str, old: str, new: str) -> int:
    assert old in TAX
    return len(judged(Protect((place,)), {PATH: TAX}, {PATH: TAX.replace(old, new)}).hits)


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        ("shop.tax.Tax.round_half", "x * 2", "x * 3"),
        ("tax.Tax.round_half", "x * 2", "x * 3"),
        ("shop.tax.Tax", "x * 2", "x * 3"),
        ("shop/tax.py:Tax.round_half", "x * 2", "x * 3"),
        ("shop.tax.RATE", "RATE = 19", "RATE = 7"),
        ("shop/tax.py:odd", "A = 1", "A = 2"),
        ("shop/tax.py:odd", "A = 1\n", "A = 1\nC = 3\n"),
        ("shop/tax.py", "B = 2", "B = 3"),
        ("shop.tax.Tax.round_half", "def round_half", "def round_down"),
        ("shop/tax.py:odd", "# holdfast: region odd\nA = 1\n# holdfast: end odd\n", ""),
    ],
)
def test_an_edit_is_told(place: str, old: str, new: str) -> None:
    assert edits(place, old, new) == 1


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        ("shop.tax.Tax.round_half", "return 1", "return 2"),
        ("shop.tax.Tax.round_half", "# holds for cents", "# holds for all"),
        ("shop.tax.Tax.round_half", "import math\n", "import math\nimport json\n"),
        ("shop.tax.RATE", "x * 2", "x * 3"),
        ("shop/tax.py:odd", "B = 2", "B = 3"),
        ("shop/tax.py:odd", "A = 1", "A  =  1"),
        ("shop/tax.py", "# holds for cents", "# holds for all"),
        ("blog.tax.Tax.round_half", "x * 2", "x * 3"),
        ("other/tax.py:odd", "A = 1", "A = 2"),
    ],
)
def test_what_leaves_it_alone_is_silent(place: str, old: str, new: str) -> None:
    assert edits(place, old, new) == 0


def test_what_is_gone_is_lost() -> None:
    base = {PATH: TAX}
    assert said(judged(Protect(("shop.tax.Tax",)), base, {PATH: "x = 1\n"}))[0][:2] == ("lost", "LEFT")
    assert said(judged(Protect((PATH,)), base, {}))[0][:2] == ("lost", "LEFT")


def test_a_place_that_the_base_does_not_hold_is_said() -> None:
    answer = judged(Protect(("shop/tax.py:evn", "shop/gone.py:x")), {PATH: TAX}, {PATH: f"{TAX}\n"})
    assert (answer.applies, answer.hits) == (False, ())
    assert answer.notes == ("The constraint C-1 protects shop/tax.py:evn, which the base does not hold.",)


def test_regions_of_other_languages() -> None:
    base = "// holdfast: region odd\nlet a = 1;\n// holdfast: end odd\nlet b = 1;\n"
    rule = Protect(("src/a.ts:odd",))
    assert len(judged(rule, {"src/a.ts": base}, {"src/a.ts": base.replace("a = 1", "a = 2")}).hits) == 1
    assert judged(rule, {"src/a.ts": base}, {"src/a.ts": base.replace("b = 1", "b = 2")}).hits == ()


@pytest.mark.parametrize("rule", [Protect((PATH,)), HumanOnly()])
def test_what_a_sign_off_binds_to_follows_the_text_and_not_the_place(rule: Checker) -> None:
    one = judged(rule, {PATH: TAX}, {PATH: TAX.replace("B = 2", "B = 3")}, "shop/**")
    two = judged(rule, {PATH: f"# x\n{TAX}"}, {PATH: f"# x\n{TAX.replace('B = 2', 'B = 3')}"}, "shop/**")
    other = judged(rule, {PATH: TAX}, {PATH: TAX.replace("B = 2", "B = 4")}, "shop/**")
    assert one.edited == two.edited
    assert one.edited != other.edited
    assert one.hits[0].fact == other.hits[0].fact


def test_files_for_people_only() -> None:
    base = {"deploy/a.yml": "a: 1\n", "deploy/b.yml": "b: 1\n", "src/a.py": "x = 1\n"}
    head = {"deploy/a.yml": "a: 2\n", "deploy/c.yml": "c: 1\n", "src/a.py": "x = 2\n"}
    answer = judged(HumanOnly(), base, head, "deploy/**")
    assert [(kind, side, message.partition(";")[0]) for kind, side, _, message in said(answer)] == [
        ("changed", "RIGHT", "`deploy/a.yml` changed"),
        ("changed", "LEFT", "`deploy/b.yml` was deleted"),
        ("changed", "RIGHT", "`deploy/c.yml` is new"),
    ]


def test_files_elsewhere_are_everybodys() -> None:
    answer = judged(HumanOnly(), {"src/a.py": "x = 1\n"}, {"src/a.py": "x = 2\n"}, "deploy/**")
    assert (answer.applies, answer.hits) == (False, ())


def test_a_file_that_nobody_can_read_is_told_too() -> None:
    hit = unread_file(constraint(HumanOnly(), "deploy/**"), "deploy/key.bin")
    assert (hit.span.path, hit.span.start_line, hit.confidence) == ("deploy/key.bin", 1, 1.0)
