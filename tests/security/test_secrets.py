"""A whole life of the service with secrets that can be recognised: none of them shows anywhere, also not in trouble."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
from psycopg import sql

from reviewer.jobs.postgres import running
from tests.end_to_end.conftest import Run
from tests.end_to_end.processes import Process
from tests.fakes.github import acts
from tests.fakes.github.faults import CutAfterEffect, Fault, Status, TruncatedBody, server_error
from tests.fakes.github.webhooks import Event, comment_event, pull_request_event, send
from tests.shops import Shop
from tests.visits import Visitor
from tests.waiting import until_equal
from tests.webhooks import PATH, SECRET

ORIGIN = "https://holdfast.example.com"
PAGE = "/repos/acme/shop/pulls/1"
SESSION = "__Host-holdfast-session"
PREVIOUS = "the-secret-before-this-one"
TROUBLE = (
    Fault(Status(302, {}, {"Location": "https://evil.example/"}), "POST", "access_tokens"),
    Fault(server_error(), "POST", "/graphql"),
    Fault(TruncatedBody(), "GET", "/compare/"),
    Fault(CutAfterEffect(), "PATCH", "/check-runs"),
    Fault(Status(401, {"message": "Bad credentials"}), "POST", "/graphql", times=2),
)


async def test_no_secret_shows_anywhere(serve: Run, shop: Shop, data_dir: Path) -> None:
    shop.app.callback_urls.append(f"{ORIGIN}/login/callback")
    shop.repository.roles.update({"bo": "write", "eve": "read"})
    service = serve(
        HOLDFAST_CLIENT_ID=shop.app.client_id,
        HOLDFAST_CLIENT_SECRET=shop.app.client_secret,
        HOLDFAST_WEBHOOK_SECRET_PREVIOUS=PREVIOUS,
        HOLDFAST_BASE_URL=ORIGIN,
    )
    await _reviews_and_sign_offs(service, shop)
    shown, session = await _visit(shop)
    assert service.terminate() == 0
    seen = {
        "answers": shown,
        "log": "".join(service.raw),
        "GitHub": _at_github(shop),
        "database": "\n".join(_kept(data_dir)),
    }
    secrets = {
        "webhook": SECRET,
        "previous": PREVIOUS,
        "client": shop.app.client_secret,
        "session": session,
        **{f"key {n}": line for n, line in enumerate(shop.app.private_key.splitlines()) if "KEY" not in line},
        **{f"token {n}": token for n, token in enumerate([*shop.world.tokens, *shop.world.user_tokens])},
    }
    assert [(where, name) for where, text in seen.items() for name, it in secrets.items() if it in text] == []
    assert all(word in seen[where] for where, word in (("answers", "auth"), ("log", "job done"), ("GitHub", "auth")))
    assert "login_required" in seen["database"]
    assert shop.world.tokens
    assert shop.world.user_tokens


async def _reviews_and_sign_offs(service: Process, shop: Shop) -> None:
    """One review after each trouble, then one in peace, and a command."""
    world = shop.world
    for fault in TROUBLE:
        world.faults.append(fault)
        _deliver(shop, pull_request_event(world, shop.pull, "reopened"))
        await until_equal(lambda struck=fault: max(struck.times, 0), 0, 120)
    world.faults.clear()
    shop.push()
    guid = _deliver(shop, pull_request_event(world, shop.pull, "synchronize"))
    service.wait_for(lambda line: line["event"] == "job done" and line.get("delivery") == guid, "the last review")
    said = acts.comment(world, shop.pull, "bo", "/holdfast sign-off auth fine")
    _deliver(shop, comment_event(world, shop.pull, said, "created"))
    await until_equal(lambda: [run.conclusion for run in shop.runs()][-1:], ["success"], 120)


def _deliver(shop: Shop, event: Event) -> str:
    delivery = send(shop.world, event)
    assert delivery is not None
    assert delivery.status_code == 202
    return delivery.guid


async def _visit(shop: Shop) -> tuple[str, str]:
    """All that visitors are answered, good and bad ones; and the session that one of them has."""
    assert shop.world.webhook is not None
    address = shop.world.webhook[0].removesuffix(PATH)
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        eve = Visitor(shop.world, client)
        shop.world.visitor = shop.world.account("eve")
        for cookie in ("holdfast-session", "holdfast-sign-in"):
            client.cookies.set(cookie, "x")
        asked = await client.get("/login/github", params={"to": PAGE})
        attempt = asked.cookies["__Host-holdfast-sign-in"]
        back = (await client.get(asked.headers["location"])).headers["location"].removeprefix(ORIGIN)
        secure = {"Cookie": f"__Host-holdfast-sign-in={attempt}"}
        landed = await client.get(back, headers=secure)
        session = landed.cookies[SESSION]
        signed_in = {"Cookie": f"{SESSION}={session}"}
        answers = [
            await client.get(path, headers=signed_in)
            for path in (PAGE, "/", "/login", "/repos/a/b/pulls/1", "/metrics", "/readyz", "/nothing")
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 303, 404, 200, 200, 404]
        answers += [
            await client.get(back, headers=secure),
            await client.post(PATH, content=b"{}", headers={"X-Hub-Signature-256": "sha256=" + "0" * 64}),
            await client.post("/logout", headers=signed_in),
            await eve.get("/login/callback?code=x&state=y"),
        ]
    return "\n".join(f"{answer.text}\n{answer.headers}" for answer in answers), session


def _at_github(shop: Shop) -> str:
    """Everything that was posted."""
    runs = [json.dumps(run.requests) for run in shop.repository.check_runs]
    said = [comment.body for comment in (*shop.pull.comments, *shop.pull.talk)]
    return "\n".join([*runs, *said, *(review.body for review in shop.pull.reviews)])


def _kept(data_dir: Path) -> Iterator[str]:
    """Every row of every table, with what is compressed in it."""
    with running(data_dir) as server, psycopg.connect(server.url()) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname LIKE 'holdfast%'"
        ).fetchall()
        assert len(tables) > 8
        for schema, table in tables:
            name = sql.Identifier(schema, table)
            for row in connection.execute(sql.SQL("SELECT * FROM {}").format(name)).fetchall():
                yield " ".join(_text(value) for value in row)


def _text(value: object) -> str:
    return zlib.decompress(value).decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
