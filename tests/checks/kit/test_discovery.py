import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import checks
from checks.kit import Area, Example, MalformedCheck
from checks.kit.discovery import all_checks, check_ids, checks_concerned, find_check, load_check, page_of
from checks.kit.page import SECTIONS

PAGE = (
    '"""A title.\n\nWhy it matters:\n    a\n\nInstead:\n    b\n\nWhat it does not see:\n    c\n\nSources:\n    d\n"""\n'
)
CHECK = """
from checks.kit import Action, Check, Example, Kind, Severity

def find(change, options):
    return ()

check = Check(module=__name__, doc=__doc__, codes=("AZ01",), kind=Kind.LOST, severity=Severity.LOW, action=Action.NOTE,
    since="0.1.0", find=find, examples=({examples}))
"""
FINDS = "Example('a', base='x = 1', head='x = 2', finds=((1, 'x'),)),"
SILENT = "Example('b', base='x = 1', head='x = 2'),"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "auth"
    folder.mkdir()
    package = ModuleType("checks.made")
    package.__path__ = [str(folder)]
    monkeypatch.setitem(sys.modules, "checks.made", package)
    monkeypatch.setattr(checks, "made", package, raising=False)
    yield folder
    for name in [name for name in sys.modules if name.startswith("checks.made.")]:
        del sys.modules[name]


def test_every_check_has_an_id_of_its_area_and_a_whole_page() -> None:
    for check in all_checks():
        assert check.id.startswith(f"{check.area}/")
        assert [name for name, _ in page_of(check).sections if name in SECTIONS]
        assert find_check(check.id) is check


def test_ids_are_unique() -> None:
    ids = [check.id for check in all_checks()]
    assert len(set(ids)) == len(ids)


def test_an_unknown_id_finds_nothing() -> None:
    assert find_check("auth/nothing-of-the-kind") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1\n", "has no module value"),
        (CHECK.format(examples=FINDS + SILENT), "no docstring"),
        (PAGE.replace("Sources:", "Origins:") + CHECK.format(examples=FINDS + SILENT), "'Sources:'"),
        (PAGE.replace("A title.", "A title") + CHECK.format(examples=FINDS + SILENT), "full stop"),
        (PAGE.replace("    b\n", "") + CHECK.format(examples=FINDS + SILENT), "'Instead' is empty"),
        (PAGE + CHECK.format(examples=SILENT), "no example finds"),
        (PAGE + CHECK.format(examples=FINDS), "no example is silent"),
        (PAGE + CHECK.format(examples=FINDS + SILENT).replace("module=__name__", "module='x'"), "module='x'"),
    ],
)
def test_a_malformed_check_is_named_with_file_and_line(made: Path, text: str, words: str) -> None:
    (made / "broken.py").write_text(text)
    with pytest.raises(MalformedCheck) as caught:
        load_check("checks.made.broken")
    message = str(caught.value)
    assert words in message
    assert str(made / "broken.py") in message
    assert message.split(str(made / "broken.py"))[1].split(":")[1].isdigit()


@pytest.mark.parametrize("area", list(Area))
def test_areas_and_packages_belong_together(area: Area) -> None:
    assert area.package.isidentifier()


def test_the_ids_are_known_without_loading_a_check() -> None:
    assert check_ids() == {check.id for check in all_checks()}


@pytest.mark.parametrize(
    ("path", "text", "loaded"),
    [
        ("shop/views.py", "def view(request):\n    return None\n", False),
        ("web/routes.js", "router.get('/', list);\n", False),
        ("shop/models.py", "class Order(models.Model):\n    pass\n", True),
        ("shop/migrations/0002_a.py", "class Migration(migrations.Migration):\n    operations = []\n", True),
        ("db/V2__a.sql", "DROP TABLE a;\n", True),
        ("db/migrate/1_a.rb", "class A < ActiveRecord::Migration[7.0]\nend\n", True),
    ],
)
def test_an_area_that_nothing_concerns_is_left_out(path: str, text: str, *, loaded: bool) -> None:
    changes = Example("one file", path=path, base=None, head=text).changes()
    areas = {check.area for check in checks_concerned(changes)}
    assert areas == ({*Area} if loaded else {*Area} - {Area.MIGRATIONS})
