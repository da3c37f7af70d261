"""People who sign, for tests: by login, with what GitHub would say of them."""

from __future__ import annotations

from datetime import UTC, datetime

from checks.kit import Area
from reviewer.domain.boundaries import BoundaryPart
from reviewer.domain.signoff.people import Account, Signer, Standing
from reviewer.domain.signoff.records import Origin, RecordId, SignOffGiven

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def account(login: str, *, is_bot: bool = False) -> Account:
    return Account(login, sum(map(ord, login)), is_bot)


def signer(login: str, *teams: str, permission: str = "write") -> Signer:
    return Signer(account(login), Standing(permission, frozenset(teams)))


def given(
    who: Signer,
    number: int = 1,
    *,
    area: Area = Area.AUTH,
    content_hash: str = "h1",
    head_sha: str = "a" * 40,
    review_id: int = 1,
    parts: tuple[BoundaryPart, ...] = (),
    origin: Origin | None = None,
) -> SignOffGiven:
    return SignOffGiven(
        RecordId(number),
        area,
        content_hash,
        parts,
        head_sha,
        review_id,
        who,
        origin or Origin("command", number),
        "looked at it",
        MOMENT,
    )
