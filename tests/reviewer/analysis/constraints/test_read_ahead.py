"""Layers in the App: no tree at hand, the paths and files are asked for and come with the next round."""

from checks.constraints import Constraint, Layers
from checks.kit import Area, Severity, Side, Status
from checks.kit.change import FileVersions
from reviewer.analysis import analyse
from reviewer.domain.analysis import ALL_FILES, Analysis, AnalysisRequest, WantedFile

RULE = Constraint(
    "C-1",
    "Down only.",
    "",
    "commission",
    Area.LAYERING,
    (),
    owner="",
    severity=Severity.HIGH,
    checker=Layers(("shop.services", "shop.models")),
)
PATHS = b"shop/__init__.py\0shop/models/order.py\0shop/services/total.py\0shop/util.py"


def analysed(head: bytes, context: dict[WantedFile, bytes | None]) -> Analysis:
    file = FileVersions("shop/models/order.py", Status.MODIFIED, b"x = 1\n", head)
    return analyse(AnalysisRequest((file,), constraints=(RULE,), context=context))


def test_the_paths_are_asked_for_and_then_the_import_is_told() -> None:
    head = b"from shop.services import total\n"
    first = analysed(head, {})
    assert (Side.RIGHT, ALL_FILES) in first.wanted
    assert first.hits == ()
    second = analysed(head, {(Side.RIGHT, ALL_FILES): PATHS})
    assert [hit.check for hit in second.hits] == ["layering/C-1"]
    assert second.registry.applied == {"layering/C-1"}


def test_a_way_around_asks_for_the_file_in_between() -> None:
    head = b"from shop import util\n"
    listed: dict[WantedFile, bytes | None] = {(Side.RIGHT, ALL_FILES): PATHS}
    assert (Side.RIGHT, "shop/util.py") in analysed(head, listed).wanted
    util: dict[WantedFile, bytes | None] = {**listed, (Side.RIGHT, "shop/util.py"): b"import shop.services.total\n"}
    (found,) = analysed(head, util).hits
    assert "by way of `shop/util.py`" in found.hit.message


def test_without_an_import_nothing_is_asked_for() -> None:
    assert (Side.RIGHT, ALL_FILES) not in analysed(b"x = 2\n", {}).wanted


def test_files_that_might_lead_around_and_were_not_read_are_said() -> None:
    file = FileVersions("shop/util.py", Status.MODIFIED, b"x = 1\n", b"from shop import services\n")
    listed: dict[WantedFile, bytes | None] = {(Side.RIGHT, ALL_FILES): PATHS + b"\0shop/services/__init__.py"}
    found = analyse(AnalysisRequest((file,), constraints=(RULE,), context=listed))
    assert found.registry.notes == ("The constraint C-1 could not follow the imports of 4 unchanged files.",)
    known: dict[WantedFile, bytes | None] = {
        **listed,
        **{(Side.RIGHT, path.decode()): b"" for path in PATHS.split(b"\0")},
        (Side.RIGHT, "shop/services/__init__.py"): b"",
        (Side.RIGHT, "shop/models/order.py"): b"from shop import util\n",
    }
    again = analyse(AnalysisRequest((file,), constraints=(RULE,), context=known))
    assert again.registry.notes == ()
    assert [hit.check for hit in again.hits] == ["layering/C-1"]
