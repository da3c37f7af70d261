"""Signing in and out: bound to one browser, once, for a while, and back to a page of ours or nowhere."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.github.sign_in import pkce_challenge
from reviewer.web.pages.sessions import ATTEMPT_SECONDS, SESSION_SECONDS
from tests.fakes.github.faults import Fault, Kind, Status, TruncatedBody, server_error
from tests.shops import Shop
from tests.visits import Visitor, Visits, open_visits, read_html

SESSION, ATTEMPT = "holdfast-session", "holdfast-sign-in"
PATH = "/repos/acme/shop/pulls/1"


def cookie(answer: httpx.Response, name: str) -> str:
    """The Set-Cookie line of this name."""
    (line,) = [line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{name}=")]
    return line


async def is_signed_in(visitor: Visitor) -> bool:
    return "Signed in as" in (await visitor.get("/")).text


async def test_from_a_page_to_github_and_back_to_it(visits: Visits) -> None:
    visitor = await visits.visitor()
    asked = await visitor.get(PATH)
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?to=%2Frepos%2Facme%2Fshop%2Fpulls%2F1")
    login = await visitor.get(asked.headers["location"])
    assert login.status_code == 200
    assert "/login/github?to=%2Frepos%2Facme%2Fshop%2Fpulls%2F1" in read_html(login.text).links()
    assert not login.headers.get_list("set-cookie")
    back = await visitor.sign_in("eve", PATH)
    assert (back.status_code, back.headers["location"]) == (303, PATH)
    assert await is_signed_in(visitor)
    assert (await visitor.get("/login?to=/repos/a/b/pulls/1")).headers["location"] == "/repos/a/b/pulls/1"


async def test_github_is_told_the_challenge_and_never_the_verifier(visits: Visits) -> None:
    visitor = await visits.visitor()
    addresses = [urlsplit((await visitor.get("/login/github")).headers["location"]) for _ in range(2)]
    first, second = (parse_qs(address.query) for address in addresses)
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == [f"{visits.origin}/login/callback"]
    assert first["state"] != second["state"]
    assert first["code_challenge"] != second["code_challenge"]
    assert first.keys() == {"client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"}


def test_the_challenge_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B
    assert (
        pkce_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2F/evil.example",
    "javascript:alert(1)",
    "/repos/../../evil",
    "/./login",
    "/repos//evil.example",
    "/repos/a b",
    "/x\r\nSet-Cookie: a=b",
    "/x?next=//evil.example",
    "/x#//evil.example",
    "/" + "a/" * 9,
    "repos/a/b",
    "",
    "/login@evil.example",
    "/ü",
)


async def test_nobody_is_sent_elsewhere_after_signing_in(visits: Visits) -> None:
    for wanted in ELSEWHERE:
        visitor = await visits.visitor()
        assert (await visitor.sign_in("eve", wanted)).headers["location"] == "/", wanted
        assert (await visitor.client.get("/login", params={"to": wanted})).headers["location"] == "/", wanted


async def test_another_browser_cannot_bring_back_our_state(visits: Visits) -> None:
    mallory, eve = await visits.visitor(), await visits.visitor()
    visits.shop.world.visitor = visits.shop.world.account("mallory")
    back = await mallory.from_github()
    await eve.from_github()
    answer = await eve.get(back)  # login CSRF: eve would work in mallory's account
    assert answer.status_code == 400
    assert not await is_signed_in(eve)


async def test_who_never_went_cannot_come_back(visits: Visits) -> None:
    visitor = await visits.visitor()
    for query in ("", "?code=1", "?state=", "?state=x&code=1", "?code=1&state=%00", "?state=é"):
        assert (await visitor.get(f"/login/callback{query}")).status_code == 400, query
        assert not await is_signed_in(visitor)
    assert visits.shop.world.exchanges == []  # GitHub is not even asked


async def test_an_answer_counts_once(visits: Visits) -> None:
    visitor = await visits.visitor()
    visits.shop.world.visitor = visits.shop.world.account("eve")
    back = await visitor.from_github()
    kept = visitor.client.cookies[ATTEMPT]
    assert (await visitor.get(back)).status_code == 303
    visitor.client.cookies.clear()
    assert (await visitor.get(back)).status_code == 400
    visitor.client.cookies.set(ATTEMPT, kept)
    assert (await visitor.get(back)).status_code == 400  # the code is used up at GitHub
    assert not await is_signed_in(visitor)


async def test_who_takes_too_long_begins_again(visits: Visits) -> None:
    visitor = await visits.visitor()
    visits.shop.world.visitor = visits.shop.world.account("eve")
    back = await visitor.from_github()
    visits.now.seconds += ATTEMPT_SECONDS + 1
    assert (await visitor.get(back)).status_code == 400
    assert not await is_signed_in(visitor)


async def test_who_declines_is_told_so_and_nothing_foreign_is_shown(visits: Visits) -> None:
    visitor = await visits.visitor()
    world = visits.shop.world
    world.visitor, world.visitor_declines = world.account("eve"), True
    answer = await visitor.get((await visitor.from_github()) + "&error_description=<script>")
    assert answer.status_code == 400
    assert "You declined" in answer.text
    assert "script" not in answer.text
    assert not await is_signed_in(visitor)


FAILURES: tuple[tuple[Kind, int], ...] = (
    (server_error(), 503),
    (TruncatedBody(), 503),
    (Status(200, {"id": "x"}), 503),
    (Status(200, []), 503),
    (Status(302, {}, {"Location": "https://evil.example/steal"}), 503),
    (Status(401, {"message": "Bad credentials"}), 400),
)


async def test_when_github_fails_nobody_is_signed_in(visits: Visits) -> None:
    for path in ("access_token", "/user"):
        for kind, status in FAILURES:
            visits.shop.world.faults[:] = [Fault(kind, path=path)]
            visitor = await visits.visitor()
            answer = await visitor.sign_in("eve")
            without_a_token = path == "access_token" and kind == Status(200, {"id": "x"})
            assert answer.status_code == (400 if without_a_token else status), (path, kind)
            assert not await is_signed_in(visitor)
            assert "Sign in again" in answer.text


async def test_wrong_client_credentials_sign_nobody_in(visits: Visits) -> None:
    visits.shop.app.client_secret = "another"
    visitor = await visits.visitor()
    assert (await visitor.sign_in("eve")).status_code == 400
    assert not await is_signed_in(visitor)


async def test_a_session_ends_by_itself(visits: Visits) -> None:
    visitor = await visits.signed_in("eve")
    visits.now.seconds += SESSION_SECONDS - 1
    assert await is_signed_in(visitor)
    visits.now.seconds += 2
    assert not await is_signed_in(visitor)


async def test_what_we_did_not_seal_is_nobody(visits: Visits) -> None:
    visitor = await visits.signed_in("eve")
    await visitor.get("/login/github")
    good, attempt = visitor.client.cookies[SESSION], visitor.client.cookies[ATTEMPT]
    middle = len(good) // 2
    flipped = good[:middle] + ("A" if good[middle] != "A" else "B") + good[middle + 1 :]
    for wrong in ("", "x", good[:-8], good[4:], flipped, attempt, good + good, "eyJhY2NvdW50IjoxfQ==", "ü" * 40):
        visitor.client.cookies.clear()
        raw = [(b"Cookie", f"{SESSION}={wrong}".encode())]
        answer = await visitor.client.get("/", headers=raw)
        assert "Signed in as" not in answer.text, wrong
    visitor.client.cookies.set(SESSION, good)
    assert await is_signed_in(visitor)


async def test_a_new_client_secret_signs_everybody_out(
    visits: Visits, shop: Shop, engine: AsyncEngine, queue: App
) -> None:
    visitor = await visits.signed_in("eve")
    shop.app.client_secret = "rotated"
    async with open_visits(shop, engine, queue) as after:
        moved = await after.visitor()
        moved.client.cookies.set(SESSION, visitor.client.cookies[SESSION])
        assert not await is_signed_in(moved)


async def test_cookies_stay_out_of_reach(visits: Visits, shop: Shop, engine: AsyncEngine, queue: App) -> None:
    plain = cookie(await (await visits.visitor()).sign_in("eve"), SESSION)
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(plain.split("; "))
    async with open_visits(shop, engine, queue, base_url="https://holdfast.example.com") as https:
        visitor = await https.visitor()
        sent = await visitor.get("/login/github")
        line = cookie(sent, f"__Host-{ATTEMPT}")
        assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/", f"Max-Age={int(ATTEMPT_SECONDS)}"} <= set(
            line.split("; ")
        )
        assert "Domain" not in line
        assert (await visitor.get("/")).headers["strict-transport-security"] == "max-age=31536000"


async def test_the_token_is_nowhere_in_clear(visits: Visits, capfd: pytest.CaptureFixture[str]) -> None:
    visitor = await visits.signed_in("eve")
    (token,) = visits.shop.world.user_tokens
    answers = [await visitor.get(path) for path in ("/", "/login", PATH, "/metrics")]
    answers.append(await visitor.sign_out())
    seen = "".join(f"{answer.headers}{answer.text}" for answer in answers) + "".join(capfd.readouterr())
    seen += str(list(visitor.client.cookies.items())) + repr(visits.pages)
    assert token not in seen
    assert visits.shop.app.client_secret not in seen


async def test_signing_out_voids_every_copy_of_the_session(visits: Visits) -> None:
    visitor, thief = await visits.signed_in("eve"), await visits.visitor()
    thief.client.cookies.set(SESSION, visitor.client.cookies[SESSION])
    assert (await thief.get(PATH)).status_code == 404  # signed in as eve: nothing is reviewed yet
    answer = await visitor.sign_out()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert visits.shop.world.user_tokens == {}
    assert not await is_signed_in(visitor)
    out = await thief.get(PATH)
    assert (out.status_code, out.headers["location"][:6]) == (303, "/login")
    assert "Max-Age=0" in cookie(out, SESSION)


async def test_signing_out_needs_our_own_form(visits: Visits) -> None:
    visitor, other = await visits.signed_in("eve"), await visits.signed_in("bo")
    foreign = await other.form()
    for form in ({}, {"form": ""}, {"form": "x"}, {"form": foreign}, {"form": "ü"}):
        assert (await visitor.client.post("/logout", data=form)).status_code == 403
    own = {"form": await visitor.form()}
    for origin in (
        "https://evil.example",
        "null",
        f"{visits.origin}.evil.example",
        visits.origin.replace("http", "https"),
    ):
        assert (await visitor.client.post("/logout", data=own, headers={"Origin": origin})).status_code == 403
    assert (await visitor.get("/logout")).status_code == 405
    assert (await visitor.client.post("/logout", content=b"a" * 5_000)).status_code == 413
    assert await is_signed_in(visitor)
    assert (await visitor.client.post("/logout", data=own, headers={"Origin": visits.origin})).status_code == 303
    assert not await is_signed_in(visitor)


async def test_signing_out_here_does_not_hang_on_github(visits: Visits) -> None:
    for kind in (server_error(), Status(404, {}), Status(422, {})):
        visitor = await visits.signed_in("eve")
        visits.shop.world.faults.append(Fault(kind, "DELETE"))
        assert (await visitor.sign_out()).status_code == 303
        assert not await is_signed_in(visitor)


async def test_who_is_not_signed_in_signs_out_in_peace(visits: Visits) -> None:
    assert (await (await visits.visitor()).client.post("/logout")).status_code == 303
