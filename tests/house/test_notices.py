"""The third-party notices are those of the lock, and no licence got in that nobody allowed."""

from __future__ import annotations

import pytest

from licences.notices import LOCK as LOCKED
from licences.notices import NOTICES, Licences, Unread, is_allowed, notices, page, read_licences

LOCK = LOCKED.read_text()
ALLOWED = read_licences().allowed


def test_the_committed_notices_are_fresh() -> None:
    assert NOTICES.read_text() == page(notices(LOCK, read_licences())), "run ./dev notices"


def test_every_licence_is_allowed() -> None:
    assert [it for it in notices(LOCK, read_licences()) if not is_allowed(it.licence, ALLOWED)] == []


@pytest.mark.parametrize(
    "expression",
    [
        "GPL-3.0-only",
        "AGPL-3.0-or-later",
        "SSPL-1.0",
        "MIT AND GPL-2.0-only",
        "LicenseRef-Proprietary",
        "GPL-2.0-only OR AGPL-3.0-only",
        "(MIT)",
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "",
        "MITT",
    ],
)
def test_what_nobody_allowed_is_not_allowed(expression: str) -> None:
    assert not is_allowed(expression, ALLOWED)


@pytest.mark.parametrize("expression", ["MIT", "MIT AND PSF-2.0", "GPL-2.0-only OR MIT", "Apache-2.0 OR BSD-3-Clause"])
def test_what_one_may_choose_is_allowed(expression: str) -> None:
    assert is_allowed(expression, ALLOWED)


def test_a_licence_that_nobody_read_stops_the_print() -> None:
    pin = next(line for line in LOCK.splitlines() if line.startswith("wrapt=="))
    with pytest.raises(Unread, match="wrapt"):
        list(notices(pin, Licences(ALLOWED, {}, {})))


def test_nothing_was_read_that_is_not_there_any_more() -> None:
    there = {it.name for it in notices(LOCK, read_licences())}
    assert {*read_licences().read, *read_licences().inside} <= there
