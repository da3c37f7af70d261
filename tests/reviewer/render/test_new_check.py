"""The file of a new check is a check: discovery takes it, and its examples hold."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import checks.transactions
from checks.kit import Check
from checks.kit.discovery import all_checks, checks_of, find_check
from reviewer.domain.errors import UserProblem
from reviewer.render.pages.check_page import check_page
from reviewer.render.pages.entry import entry_of
from reviewer.render.pages.new_check import new_check

ID = "transactions/planted-by-a-test"


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Check]:
    """The new module in a folder of its own, beside the real ones of its package."""
    path, text = next(iter(new_check(ID, "0.2.0").items()))
    (tmp_path / Path(path).name).write_text(text, encoding="utf-8")
    checks.transactions.__path__.append(str(tmp_path))
    importlib.invalidate_caches()
    checks_of.cache_clear()
    all_checks.cache_clear()
    found = find_check(ID)
    assert found is not None
    yield found
    sys.modules.pop(found.module)
    checks.transactions.__path__.remove(str(tmp_path))
    checks_of.cache_clear()
    all_checks.cache_clear()


def test_discovery_takes_it_as_it_is(planted: Check) -> None:
    assert planted.id == ID
    assert planted.since == "0.2.0"
    assert planted.codes == ("TX00",)
    assert not planted.enabled


def test_its_examples_find_what_they_say_and_nothing_else(planted: Check) -> None:
    for example in planted.examples:
        hits = [hit for change in example.changes() for hit in planted.find(change, planted.options())]
        assert [hit.span.start_line for hit in hits] == [line for line, _ in example.finds], example.name
        for hit, (_, words) in zip(hits, example.finds, strict=True):
            assert words in f"{hit.title} {hit.message}"


def test_the_package_of_the_area_comes_with_it() -> None:
    module, package = new_check("state-machines/a-b", "0.1.0")
    assert module == "checks/state_machines/a_b.py"
    assert package == "checks/state_machines/__init__.py"


def test_its_page_prints(planted: Check) -> None:
    assert "## Says nothing when" in check_page(entry_of(planted))


@pytest.mark.parametrize(
    "check_id",
    (
        "auth",
        "auth/",
        "/words",
        "auth/Word-s",
        "auth/one",
        "auth/two_words",
        "auth/a-b/c",
        "billing/a-b",
        "",
        "../x/a-b",
    ),
)
def test_what_is_no_id_is_refused_with_a_hint(check_id: str) -> None:
    with pytest.raises(UserProblem) as refused:
        new_check(check_id, "0.1.0")
    assert refused.value.hint
