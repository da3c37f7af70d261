"""The whole way from the token of the log to an App with credentials, and everybody who may not go it."""

from __future__ import annotations

import html
import json

import pytest

from reviewer.web.setup.claim import COOKIE
from tests.fakes.github.faults import Fault, Status, TruncatedBody, server_error
from tests.fakes.github.world import PERMISSIONS, World
from tests.setups import FILLED, Setup, github_form, open_setup
from tests.visits import read_html
from tests.webhooks import PATH


async def test_from_the_token_to_an_app_that_is_stored(setup: Setup) -> None:
    browser = await setup.claimed()
    filled = await browser.fill()
    address, manifest = github_form(read_html(filled.text))
    assert address.startswith(f"{setup.world.root}/organizations/acme/settings/apps/new?state=")
    assert f"form-action 'self' {setup.world.root};" in filled.headers["content-security-policy"]
    asked = json.loads(manifest)
    assert (asked["name"], asked["default_permissions"]) == ("Acme Holdfast", dict(PERMISSIONS))
    assert asked["hook_attributes"]["url"] == FILLED["base_url"] + PATH
    assert "holdfast.example.com/setup/callback" in asked["redirect_url"]

    sent = await browser.at_github(filled)
    done = await browser.get(sent.headers["location"].removeprefix(FILLED["base_url"]))
    (made,) = setup.world.apps
    ((app, base_url),) = setup.kept
    assert (app.app_id, app.slug, app.client_id, base_url) == (
        made.id,
        "acme-holdfast",
        made.client_id,
        FILLED["base_url"],
    )
    assert app.private_key.get_secret_value() == made.private_key
    assert app.client_secret.get_secret_value() == made.client_secret
    assert setup.world.webhook == (FILLED["base_url"] + PATH, app.webhook_secret.get_secret_value())
    assert setup.doors.finished.is_set()
    page = read_html(done.text)
    assert f"{setup.world.root}/apps/acme-holdfast/installations/new" in page.links()
    assert "data/app.env" in page.words
    assert "required" in page.words
    assert made.client_secret not in done.text
    assert app.webhook_secret.get_secret_value() not in done.text


async def test_an_app_of_ones_own_account(setup: Setup) -> None:
    browser = await setup.claimed()
    path = await browser.from_github(organization="", name="x")
    assert (await browser.get(path)).status_code == 200
    assert setup.world.exchanges[-2].path == "/settings/apps/new"


async def test_for_a_secret_store_the_credentials_are_shown_once(world: World) -> None:
    async with open_setup(world, "show") as setup:
        browser = await setup.claimed()
        path = await browser.from_github()
        shown = html.unescape((await browser.get(path)).text)
        (made,) = world.apps
        assert f"HOLDFAST_APP_ID={made.id}\n" in shown
        assert "HOLDFAST_PRIVATE_KEY=" + made.private_key.replace("\n", "\\n") in shown
        assert not setup.doors.finished.is_set()
        for again in (path, "/setup"):
            answer = await browser.get(again)
            assert (answer.status_code, made.client_secret in answer.text) == (403, False)


async def test_what_cannot_be_stored_is_shown_instead_of_lost(world: World) -> None:
    async with open_setup(world, why="No space left on device") as setup:
        browser = await setup.claimed()
        answer = await browser.get(await browser.from_github())
        assert "could not be stored: No space left on device" in answer.text
        assert world.apps[0].client_secret in answer.text
        assert not setup.doors.finished.is_set()


async def test_a_stranger_does_not_guess_the_token(setup: Setup) -> None:
    stranger = await setup.browser()
    for token in ("", "0" * 40, "ü", "'; DROP", "A" * 3_000):
        answer = await stranger.bring(token)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert "Setup token" in (await stranger.get("/setup")).text
    assert (await setup.claimed()).client.cookies[COOKIE]  # and the right one still counts


async def test_the_token_counts_once(setup: Setup) -> None:
    await setup.claimed()
    late = await setup.browser()
    answer = await late.bring(setup.doors.claim.token)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert "another browser" in (await late.get("/setup")).text


async def test_only_the_browser_that_claimed_it_goes_on(setup: Setup) -> None:
    owner, thief = await setup.claimed(), await setup.browser()
    form = await owner.form()
    path = await owner.from_github()
    thief.client.cookies.set(COOKIE, "x")
    assert (await thief.client.post("/setup/app", data={"form": form, **FILLED})).status_code == 403
    assert (await thief.get(path)).status_code == 403
    assert setup.kept == []
    assert (await owner.get(path)).status_code == 200


async def test_a_form_of_another_site_is_not_ours(setup: Setup) -> None:
    browser = await setup.claimed()
    for form in ({}, {"form": ""}, {"form": "x"}, {"form": "ü"}):
        answer = await browser.client.post("/setup/app", data={**FILLED, **form})
        assert answer.status_code == 403
        assert "manifest" not in answer.text


async def test_the_cookie_is_out_of_reach(world: World) -> None:
    async with open_setup(world, base_url="https://holdfast.example.com") as setup:
        answer = await (await setup.browser()).bring(setup.doors.claim.token)
        assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))


async def test_a_wrong_state_brings_nothing(setup: Setup) -> None:
    browser = await setup.claimed()
    code = (await browser.from_github()).partition("code=")[2].partition("&")[0]
    for state in ("", "x", "ü", "../..", "A" * 2_000):
        answer = await browser.client.get("/setup/callback", params={"code": code, "state": state})
        assert (answer.status_code, setup.kept) == (400, [])
    assert code in setup.world.registrations  # it was not even sent


async def test_a_code_counts_once_and_then_the_setup_is_locked(setup: Setup) -> None:
    browser = await setup.claimed()
    path = await browser.from_github()
    assert (await browser.get(path)).status_code == 200
    assert (await browser.get(path)).status_code == 403
    assert "is locked" in (await browser.get("/setup")).text
    assert (await browser.bring(setup.doors.claim.token)).status_code == 403
    assert (await browser.client.post("/setup/app", data=FILLED)).status_code == 403
    assert len(setup.kept) == 1


async def test_an_hour_later_neither_state_nor_code_counts(setup: Setup) -> None:
    browser = await setup.claimed()
    path = await browser.from_github()
    setup.now.seconds += 3_601
    assert "over an hour ago" in (await browser.get(path)).text
    assert setup.kept == []
    assert (await browser.get(await browser.from_github(name="Second"))).status_code == 200


async def test_a_code_that_github_does_not_know(setup: Setup) -> None:
    browser = await setup.claimed()
    for number, code in enumerate(("", "gone", "../../app", "a/b", "x%0d%0a", "ü", "a" * 300)):
        state = (await browser.from_github(name=f"App {number}")).partition("state=")[2]
        answer = await browser.client.get("/setup/callback", params={"code": code, "state": state})
        assert (answer.status_code, setup.kept) == (400, [])
        assert "Begin again" in answer.text
    sent = [it.path for it in setup.world.exchanges if "/settings/apps/new" not in it.path]
    assert sent == ["/app-manifests/gone/conversions"]


@pytest.mark.parametrize(
    "kind", [server_error(), Status(403, {}), Status(429, {}), Status(302, {}, {"Location": "https://evil.example/"})]
)
async def test_while_github_fails_the_code_stays_good(
    setup: Setup, kind: Status, capfd: pytest.CaptureFixture[str]
) -> None:
    browser = await setup.claimed()
    path = await browser.from_github()
    setup.world.faults.append(Fault(kind, "POST", "/app-manifests/"))
    answer = await browser.get(path)
    assert (answer.status_code, setup.kept, setup.doors.finished.is_set()) == (503, [], False)
    assert path.partition("code=")[2].partition("&")[0] not in "".join(capfd.readouterr())
    assert (await browser.get(path)).status_code == 200


WRONG: tuple[dict[str, object], ...] = (
    {"pem": "no key"},
    {"client_secret": "a\nHOLDFAST_DATABASE_URL=postgresql://evil"},
    {"webhook_secret": 'a"b'},
    {"webhook_secret": ""},
    {"slug": "../x"},
    {"id": 0},
    {"client_id": None},
)


async def test_credentials_that_are_none_are_not_kept(setup: Setup) -> None:
    browser = await setup.claimed()
    path = await browser.from_github()
    key = setup.world.apps[0].private_key
    good = {"id": 7, "slug": "x", "client_id": "Iv1", "client_secret": "s", "webhook_secret": "w", "pem": key}
    for wrong in WRONG:
        setup.world.faults.append(Fault(Status(201, {**good, **wrong}), "POST", "/app-manifests/"))
        answer = await browser.get(path)
        assert (answer.status_code, setup.kept, "evil" in answer.text) == (503, [], False), wrong


async def test_half_an_answer_is_none(setup: Setup) -> None:
    browser = await setup.claimed()
    path = await browser.from_github()
    setup.world.faults.append(Fault(TruncatedBody(), "POST", "/app-manifests/"))
    assert (await browser.get(path)).status_code == 503
    # The code is spent by then: the page of the second try says what to do.
    assert "delete it there" in (await browser.get(path)).text
    assert setup.kept == []


HOSTILE = (
    ("name", ""),
    ("name", "x" * 35),
    ("name", "<script>alert(1)</script>"),
    ("name", "a\nb"),
    ("organization", "acme/../evil"),
    ("organization", "-acme"),
    ("organization", "ac me"),
    ("organization", '"><script>'),
    ("base_url", ""),
    ("base_url", "javascript:alert(1)"),
    ("base_url", "http://holdfast.example.com"),
    ("base_url", "https://user:word@holdfast.example.com"),
    ("base_url", "https://holdfast.example.com?a=b"),
    ("base_url", "https://holdfast.example.com#a"),
    ("base_url", "https://holdfast.example.com/a b"),
    ("base_url", 'https://"><script>'),
    ("base_url", "https://holdfast.example.com:port"),
    ("base_url", "https://holdfast.example.com/../x"),
)


async def test_a_form_filled_in_badly_is_given_back(setup: Setup) -> None:
    browser = await setup.claimed()
    for field, value in HOSTILE:
        answer = await browser.fill(**{field: value})
        page = read_html(answer.text)
        assert (answer.status_code, "<script>" in answer.text) == (422, False), value
        assert len([tag for tag, attrs in page.tags if attrs.get("role") == "alert"]) == 1, value
    assert setup.world.exchanges == []


async def test_a_hostile_host_is_not_proposed_as_our_address(setup: Setup) -> None:
    browser = await setup.claimed()
    for host in ("evil.example/x?y", '"><script>', "a b", "user@evil.example"):
        page = await browser.client.get("/setup", headers={"Host": host})
        assert ("evil" in page.text, "<script>" in page.text) == (False, False)


async def test_a_body_that_is_no_form(setup: Setup) -> None:
    browser = await setup.browser()
    for content in (b"", b"\xff\xfe", b"a=b&" * 50, b"token"):
        assert (await browser.client.post("/setup/token", content=content)).status_code == 403
    assert (await browser.client.post("/setup/token", content=b"a" * 5_000)).status_code == 413


async def test_until_then_nothing_else_is_served(setup: Setup) -> None:
    browser = await setup.browser()
    assert (await browser.client.post(PATH, content=b"{}")).status_code == 503
    assert (await browser.get("/readyz")).status_code == 503
    assert (await browser.get("/healthz")).status_code == 200
    assert (await browser.get("/")).headers["location"] == "/setup"
    assert (await browser.get("/repos/acme/shop/pulls/1")).status_code == 404
    assert (await browser.get("/setup/app")).status_code == 405
