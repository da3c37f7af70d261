"""`holdfast incidents`: tokens are made, listed and revoked on the command line."""

from __future__ import annotations

import asyncio

import pytest

from reviewer.store.engine import Database
from tests.kept import SEEN, keep
from tests.reviewer.cli.running import holdfast


@pytest.fixture
def reviewed(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database that knows acme/shop."""
    monkeypatch.setenv("HOLDFAST_DATABASE_URL", database.url)

    async def seed() -> None:
        engine = database.engine(connections=1)
        await keep(engine, "a", SEEN)
        await engine.dispose()

    asyncio.run(seed())
    return database


@pytest.mark.usefixtures("reviewed")
def test_a_token_is_told_once_listed_without_its_secret_and_revoked_once() -> None:
    made = holdfast("incidents", "make-token", "acme/SHOP")
    assert (made.status, made.err) == (0, "")
    prefix, token_id, secret = made.out.strip().split("_", 2)
    assert (prefix, len(token_id)) == ("hfi", 16)
    listed = holdfast("incidents", "tokens").out
    assert f"{token_id}  acme/shop  made " in listed
    assert secret not in listed
    assert holdfast("incidents", "revoke-token", token_id).status == 0
    assert " revoked " in holdfast("incidents", "tokens").out
    again = holdfast("incidents", "revoke-token", token_id)
    assert again.status == 2
    assert "No token with the id" in again.err


@pytest.mark.usefixtures("reviewed")
@pytest.mark.parametrize("repository", ["acme/other", "shop", "", "acme/shop\n", "acme/%"])
def test_a_repository_that_was_never_reviewed_gets_none(repository: str) -> None:
    done = holdfast("incidents", "make-token", repository)
    assert (done.status, done.out) == (2, "")
    assert "was ever reviewed" in done.err


@pytest.mark.usefixtures("reviewed")
@pytest.mark.parametrize("token_id", ["", "x", "' OR 1=1"])
def test_an_unknown_token_is_not_revoked(token_id: str) -> None:
    assert holdfast("incidents", "revoke-token", token_id).status == 2
