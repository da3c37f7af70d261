"""Records of sign-offs: kept with their delivery, read as they were given, exported, never changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncEngine

from checks.kit import Area
from reviewer.domain.boundaries import BoundaryPart
from reviewer.domain.delivery import DeliveryId
from reviewer.domain.report import Authorship, Boundary, Report, Timing, Tool
from reviewer.domain.signoff.records import Ledger, Origin, RecordId, SignOffRefused
from reviewer.domain.signoff.shown import Basis, NewBypass, NewRecords, NewSignOff
from reviewer.ports import CheckRunId
from reviewer.render.sign_off_export import to_in_toto, to_json
from reviewer.store.export import exported_sign_offs
from reviewer.store.records import ReviewRecords
from reviewer.store.sign_offs import SignOffRecords
from tests.deliveries import PULL_REQUEST
from tests.people import account, signer

HEAD = "a" * 40
PARTS = (BoundaryPart("pay\0\udc80", "d1"), BoundaryPart("refund", "d2"))
KEPT = (BoundaryPart("pay\0\\x80", "d1"), BoundaryPart("refund", "d2"))
"""As text can hold them: a byte of a file name that is not UTF-8 is spelled."""
BOUNDARY = Boundary(Area.AUTH, "h1", ("a.py",), ("f1",), 1, ("anyone with write access",), (), "open")
REPORT = Report(
    1,
    Tool("holdfast", "0"),
    "b" * 40,
    HEAD,
    "action_required",
    complete=True,
    files=(),
    findings=(),
    boundaries=(BOUNDARY,),
    constraints=(),
    authorship=Authorship(None),
    timing=Timing(1.0, {}),
)
BASIS = Basis({Area.AUTH: PARTS}, config_ok=True)
BO = signer("bo", "acme/sec")


def delivery() -> DeliveryId:
    return DeliveryId(uuid4())


async def shown(engine: AsyncEngine, report: Report = REPORT, run: int = 9, basis: Basis = BASIS) -> int:
    """Keeps a review; its record's number."""
    await ReviewRecords(engine).add(delivery(), PULL_REQUEST, CheckRunId(run), report, basis)
    found = await SignOffRecords(engine).shown_at(PULL_REQUEST, report.head)
    assert found is not None
    return found.review_id


def new(review_id: int, reason: str = "looked at it") -> NewSignOff:
    return NewSignOff(Area.AUTH, "h1", HEAD, review_id, BO, Origin("command", 5), reason)


async def test_a_sign_off_is_read_as_it_was_given(engine: AsyncEngine) -> None:
    records = SignOffRecords(engine)
    given = new(await shown(engine))
    await records.record(delivery(), PULL_REQUEST, NewRecords(given=(given,)))
    (found,) = (await records.ledger(PULL_REQUEST)).given
    assert (found.area, found.content_hash, found.head_sha, found.origin, found.reason) == (
        Area.AUTH,
        "h1",
        HEAD,
        Origin("command", 5),
        "looked at it",
    )
    assert (found.signer, found.parts) == (BO, KEPT)
    assert datetime.now(UTC) - found.at < timedelta(minutes=5)


async def test_the_same_delivery_again_adds_nothing(engine: AsyncEngine) -> None:
    records, own = SignOffRecords(engine), delivery()
    one = NewRecords(
        given=(new(await shown(engine)),),
        refused=(SignOffRefused(Area.TENANCY, HEAD, account("eve"), "no"),),
        bypass=NewBypass(HEAD, account("dee"), "incident"),
        by=account("dee"),
    )
    for _ in range(3):
        await records.record(own, PULL_REQUEST, one)
    ledger = await records.ledger(PULL_REQUEST)
    assert (len(ledger.given), len(ledger.refused), len(ledger.bypassed)) == (1, 1, 1)


async def test_a_withdrawal_is_an_entry_of_its_own_and_comes_once(engine: AsyncEngine) -> None:
    records = SignOffRecords(engine)
    await records.record(delivery(), PULL_REQUEST, NewRecords(given=(new(await shown(engine)),)))
    (given,) = (await records.ledger(PULL_REQUEST)).given
    for cause in ("revoked", "again"):
        ended = NewRecords(withdrawn=((given.id, cause),), by=account("bo"))
        await records.record(delivery(), PULL_REQUEST, ended)
    ledger = await records.ledger(PULL_REQUEST)
    assert [one.cause for one in ledger.withdrawn] == ["revoked"]
    assert ledger.standing() == ()
    assert ledger.given == (given,)


async def test_another_pull_request_knows_nothing_of_it(engine: AsyncEngine) -> None:
    records = SignOffRecords(engine)
    await records.record(delivery(), PULL_REQUEST, NewRecords(given=(new(await shown(engine)),)))
    for other in (structs.replace(PULL_REQUEST, number=2), structs.replace(PULL_REQUEST, repository_id=71)):
        assert await records.ledger(other) == Ledger()
        assert await records.shown_at(other, HEAD) is None
    renamed = structs.replace(PULL_REQUEST, repository="acme/renamed", installation=8)
    assert len((await records.ledger(renamed)).given) == 1


async def test_nothing_is_kept_of_records_that_do_not_fit_together(engine: AsyncEngine) -> None:
    records = SignOffRecords(engine)
    broken = NewRecords(given=(new(await shown(engine)),), withdrawn=((RecordId(4711), "x"),), by=account("bo"))
    with pytest.raises(Exception, match="sign_off"):
        await records.record(delivery(), PULL_REQUEST, broken)
    assert await records.ledger(PULL_REQUEST) == Ledger()


async def test_what_was_shown_is_found_by_head_run_and_moment(engine: AsyncEngine) -> None:
    records = SignOffRecords(engine)
    before = datetime.now(UTC) - timedelta(hours=1)
    first = await shown(engine)
    second = await shown(engine, replace(REPORT, head="c" * 40), run=10)
    by_run = [await records.shown_by(PULL_REQUEST, run) for run in (9, 10, 11)]
    assert [one and one.review_id for one in by_run] == [first, second, None]
    later = await records.shown_before(PULL_REQUEST, datetime.now(UTC) + timedelta(hours=1))
    assert later is not None
    assert (later.review_id, later.report.head, later.basis) == (
        second,
        "c" * 40,
        Basis({Area.AUTH: KEPT}, config_ok=True),
    )
    assert await records.shown_before(PULL_REQUEST, before) is None


async def test_a_configuration_that_was_broken_then_is_still_known_to_be(engine: AsyncEngine) -> None:
    await shown(engine, basis=structs.replace(BASIS, config_ok=False))
    found = await SignOffRecords(engine).shown_at(PULL_REQUEST, HEAD)
    assert found is not None
    assert not found.basis.config_ok


@pytest.mark.parametrize("hostile", ["a\0b", "a\udc80b", "'; DROP TABLE sign_off; --", "\U0010ffff", "x" * 5_000])
async def test_any_reason_can_be_kept(engine: AsyncEngine, hostile: str) -> None:
    records = SignOffRecords(engine)
    await records.record(delivery(), PULL_REQUEST, NewRecords(given=(new(await shown(engine), hostile),)))
    exported = await exported_sign_offs(engine, None)
    assert json.loads(to_json(exported))[0]["reason"]


async def test_the_export_says_who_signed_what_was_shown_and_what_became_of_it(engine: AsyncEngine) -> None:
    records = SignOffRecords(engine)
    await records.record(delivery(), PULL_REQUEST, NewRecords(given=(new(await shown(engine)),)))
    (given,) = (await records.ledger(PULL_REQUEST)).given
    ended = NewRecords(withdrawn=((given.id, "bo revoked it"),), by=account("bo"))
    await records.record(delivery(), PULL_REQUEST, ended)
    exported = await exported_sign_offs(engine, "Acme/Shop")
    (fields,) = json.loads(to_json(exported))
    assert (fields["repository"], fields["pull_request"], fields["area"], fields["content_hash"]) == (
        "acme/shop",
        1,
        "auth",
        "h1",
    )
    assert fields["shown"]["findings"] == ["f1"]
    assert fields["signer"] == {"login": "bo", "id": BO.account.id, "permission": "write", "teams": ["acme/sec"]}
    assert fields["withdrawn"]["cause"] == "bo revoked it"
    (line,) = to_in_toto(exported).splitlines()
    statement = json.loads(line)
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["subject"] == [{"name": "acme/shop/pull/1", "digest": {"gitCommit": HEAD}}]
    assert statement["predicate"] == fields
    assert statement.keys() == {"_type", "subject", "predicateType", "predicate"}


@pytest.mark.parametrize("repository", ["acme", "acme/shop2", "%", "acme/sho_", ""])
async def test_the_export_of_another_repository_is_empty(engine: AsyncEngine, repository: str) -> None:
    await SignOffRecords(engine).record(delivery(), PULL_REQUEST, NewRecords(given=(new(await shown(engine)),)))
    assert await exported_sign_offs(engine, repository) == ()
    assert to_json(()) == "[]\n"
    assert to_in_toto(()) == ""
