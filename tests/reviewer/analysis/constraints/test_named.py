"""Protected symbols of other languages: their units come from the bounded program, and each edit is told."""

from __future__ import annotations

import pytest

from checks.constraints import Checker, Constraint, Layers, Protect, RequireGuard
from checks.kit import Area, Severity, Status
from checks.kit.change import FileVersions
from reviewer.analysis import analyse
from reviewer.domain.analysis import Analysis, AnalysisRequest

TEXTS = {
    "pay/tax.ts": (
        (
            "export class Tax {\n  roundHalf(x: number) {\n    return Math.floor(x * 2) / 2;\n  }\n}\n\n"
            "export function other() {\n  return 1;\n}\n"
        ),
        "Tax.roundHalf",
        ("x * 2", "x * 3"),
    ),
    "pay/tax.js": (
        "export const roundHalf = (x) => Math.floor(x * 2) / 2;\n\nexport function other() {\n  return 1;\n}\n",
        "roundHalf",
        ("x * 2", "x * 3"),
    ),
    "pay/tax.go": (
        (
            "package pay\n\nfunc (t *Tax) RoundHalf(x float64) float64 {\n\treturn floor(x*2) / 2\n}\n\n"
            "func other() int {\n\treturn 1\n}\n"
        ),
        "Tax.RoundHalf",
        ("x*2", "x*3"),
    ),
    "pay/Tax.java": (
        (
            "class Tax {\n    double roundHalf(double x) {\n        return floor(x * 2) / 2;\n    }\n\n"
            "    int other() {\n        return 1;\n    }\n}\n"
        ),
        "roundHalf",
        ("x * 2", "x * 3"),
    ),
    "pay/tax.rb": (
        "class Tax\n  def round_half(x)\n    (x * 2).floor / 2\n  end\n\n  def other\n    1\n  end\nend\n",
        "Tax.round_half",
        ("x * 2", "x * 3"),
    ),
    "pay/tax.php": (
        (
            "<?php\nclass Tax\n{\n    function roundHalf($x)\n    {\n        return floor($x * 2) / 2;\n    }\n\n"
            "    function other()\n    {\n        return 1;\n    }\n}\n"
        ),
        "Tax.roundHalf",
        ("x * 2", "x * 3"),
    ),
}


def rule(checker: Checker, *paths: str) -> Constraint:
    return Constraint(
        "C-1", "It is odd on purpose.", "", "commission", Area.MONEY, paths, "", Severity.HIGH, checker=checker
    )


def analysed(constraint: Constraint, path: str, base: str | None, head: str | None) -> Analysis:
    status = Status.ADDED if base is None else Status.REMOVED if head is None else Status.MODIFIED
    old, new = (None if text is None else text.encode() for text in (base, head))
    return analyse(AnalysisRequest((FileVersions(path, status, old, new),), constraints=(constraint,)))


def told(found: Analysis) -> list[str]:
    return [f"{hit.hit.kind.value} {hit.hit.span.start_line}" for hit in found.hits if hit.check == "money/C-1"]


@pytest.mark.parametrize("path", TEXTS)
def test_an_edit_of_the_symbol_is_told(path: str) -> None:
    text, name, (old, new) = TEXTS[path]
    assert old in text
    found = analysed(rule(Protect((f"{path}:{name}",))), path, text, text.replace(old, new))
    line = text[: text.index(old)].count("\n") + 1
    assert told(found) == [f"changed {line}"]
    assert found.registry.applied == {"money/C-1"}


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize("new", ["1  ", "2"], ids=["layout", "another unit"])
def test_what_stands_beside_it_is_silent(path: str, new: str) -> None:
    text, name, _ = TEXTS[path]
    at = text.rindex("1")
    found = analysed(rule(Protect((f"{path}:{name}",))), path, text, f"{text[:at]}{new}{text[at + 1 :]}")
    assert told(found) == []


@pytest.mark.parametrize("path", TEXTS)
def test_a_file_that_goes_takes_the_symbol_along(path: str) -> None:
    text, name, _ = TEXTS[path]
    (kind,) = [each.split()[0] for each in told(analysed(rule(Protect((f"{path}:{name}",))), path, text, None))]
    assert kind == "lost"


@pytest.mark.parametrize("name", ["nowhere", "Half", "roundHal", "Tax.roundHalf.x"])
def test_a_name_that_the_base_does_not_hold_is_said(name: str) -> None:
    text, _, (old, new) = TEXTS["pay/tax.ts"]
    found = analysed(rule(Protect((f"pay/tax.ts:{name}",))), "pay/tax.ts", text, text.replace(old, new))
    assert told(found) == []
    assert found.registry.notes == (f"The constraint C-1 protects pay/tax.ts:{name}, which the base does not hold.",)


def test_a_name_that_stands_twice_has_to_be_qualified() -> None:
    text = "class A {\n  run() { return 1; }\n}\nclass B {\n  run() { return 2; }\n}\n"
    edited = text.replace("return 2", "return 3")
    assert told(analysed(rule(Protect(("a.ts:run",))), "a.ts", text, edited)) == []
    assert told(analysed(rule(Protect(("a.ts:B.run",))), "a.ts", text, edited)) == ["changed 5"]
    assert told(analysed(rule(Protect(("a.ts:A.run",))), "a.ts", text, edited)) == []


def test_a_file_that_nobody_can_parse_is_not_looked_at() -> None:
    text = "x = " + "(" * 20_000
    found = analysed(rule(Protect(("a.rb:x",))), "a.rb", text, f"{text} ")
    assert told(found) == []
    assert found.registry.notes or found.skips


@pytest.mark.parametrize(
    ("checker", "says"),
    [
        (RequireGuard(("authentication",)), "reads Python; below its paths 1 changed file is in TypeScript"),
        (Layers(("a.b", "a.c")), ""),
    ],
)
def test_code_that_a_checker_does_not_read_is_said(checker: Checker, says: str) -> None:
    notes = " ".join(analysed(rule(checker, "api/"), "api/orders.ts", None, "export const x = 1;\n").registry.notes)
    assert says in notes
    assert bool(notes) is bool(says)


@pytest.mark.parametrize("path", ["api/orders.py", "api/orders.md", "web/orders.ts"])
def test_files_that_are_read_are_no_code_or_stand_elsewhere_are_not_said(path: str) -> None:
    found = analysed(rule(RequireGuard(("authentication",)), "api/"), path, None, "x = 1\n")
    assert found.registry.notes == ()


def test_a_constraint_of_the_whole_repository_does_not_list_its_frontend() -> None:
    found = analysed(rule(RequireGuard(("authentication",))), "web/app.ts", None, "export const x = 1;\n")
    assert found.registry.notes == ()
