"""The page of a pull request: what it says, and to whom; nothing is public."""

from __future__ import annotations

import httpx
import pytest
from msgspec.structs import replace
from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.web.pages.desk import ClosedPages
from reviewer.web.pages.html import PAGE_HEADERS
from reviewer.web.pages.visibility import REMEMBERED_SECONDS
from reviewer.web.site import SECURITY_HEADERS
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.faults import Fault, Kind, Status, TruncatedBody, server_error
from tests.reviewer.web.pages.conftest import PATH
from tests.shops import HEAD, Shop
from tests.sites import doors_of, open_site
from tests.visits import Html, Visits, read_html


async def page_for(visits: Visits, login: str = "eve", path: str = PATH) -> Html:
    answer = await (await visits.signed_in(login)).get(path)
    assert answer.status_code == 200, answer.text
    return read_html(answer.text)


def says_nothing(answer: httpx.Response) -> bool:
    """Whether an answer is without a trace of what was reviewed."""
    return not any(word in answer.text for word in ("pay", "views.py", "login_required", "boundary"))


@pytest.mark.usefixtures("reviewed")
async def test_it_says_why_and_who_can_unblock(visits: Visits, shop: Shop) -> None:
    page = await page_for(visits)
    for said in (
        "Needs a human 1 guard lost · 1 boundary to sign",
        "1 boundary waits for a sign-off",
        "auth is open",
        "needs anyone with write access",
        "@login_required no longer guards pay",
        "shop/views.py:4",
        "/holdfast sign-off auth REASON",
        "Nobody has signed this boundary.",
        f"head {shop.pull.head_sha[:7]}",
    ):
        assert said in page.words.replace("` ", "").replace(" no longer guards  pay", " no longer guards pay"), said
    assert f"{shop.world.root}/acme/shop/pull/1" in page.links()


async def test_sign_offs_are_told_over_the_pushes(visits: Visits, reviewed: Desk) -> None:
    await reviewed.say("bo", "/holdfast sign-off auth the gateway checks it")
    page = await page_for(visits)
    assert "Passes" in page.words
    assert "auth is signed: bo" in page.words
    assert "bo signed — by comment" in page.words
    assert "the gateway checks it" in page.words
    reviewed.shop.push(HEAD + b"# only a comment\n")
    await reviewed.review()
    page = await page_for(visits)
    assert "auth is carried: bo" in page.words
    assert "bo by comment: carried, boundary unchanged since" in page.words
    reviewed.shop.push(HEAD.replace(b"charge(order_id)", b"charge(order_id, twice=True)"))
    await reviewed.review()
    page = await page_for(visits)
    assert "auth is void" in page.words
    assert "bo by comment: void, pay changed" in page.words
    assert page.words.count("reviewed 20") == 4  # once on top, and once for each push


async def test_a_withdrawn_sign_off_an_attempt_and_a_bypass_are_told(visits: Visits, reviewed: Desk) -> None:
    await reviewed.say("ana", "/holdfast sign-off auth I wrote it")
    await reviewed.say("bo", "/holdfast sign-off auth fine")
    await reviewed.say("bo", "/holdfast revoke auth")
    page = await page_for(visits)
    assert "ana : opened this pull request" in page.words
    assert "bo by comment: withdrawn, bo revoked it" in page.words
    assert "auth is open" in page.words


@pytest.mark.usefixtures("reviewed")
async def test_nothing_is_public(visits: Visits, shop: Shop) -> None:
    visitor = await visits.visitor()
    there, nowhere = await visitor.get(PATH), await visitor.get("/repos/acme/none/pulls/77")
    assert there.status_code == nowhere.status_code == 303
    assert there.headers["location"] == "/login?to=%2Frepos%2Facme%2Fshop%2Fpulls%2F1"
    assert says_nothing(there)
    for path in ("/", "/login", "/login?to=" + PATH, "/login/callback"):
        assert says_nothing(await visitor.get(path))
    assert [one.path for one in shop.world.exchanges if "/repos/" in one.path and one.port == 0] == []


@pytest.mark.usefixtures("reviewed")
async def test_what_one_may_not_see_looks_like_what_is_not_there(visits: Visits) -> None:
    mallory = await visits.signed_in("mallory")
    hidden, absent = await mallory.get(PATH), await mallory.get("/repos/acme/none/pulls/1")
    assert hidden.status_code == absent.status_code == 404
    assert read_html(hidden.text).words == read_html(absent.text).words
    assert says_nothing(hidden)


@pytest.mark.usefixtures("reviewed")
async def test_a_public_repository_is_for_everybody_who_signs_in(visits: Visits, shop: Shop) -> None:
    shop.repository.private = False
    assert "Needs a human" in (await page_for(visits, "mallory")).words
    assert (await (await visits.visitor()).get(PATH)).status_code == 303


@pytest.mark.usefixtures("reviewed")
async def test_who_loses_access_is_out_within_a_minute(visits: Visits, shop: Shop) -> None:
    eve = await visits.signed_in("eve")
    assert (await eve.get(PATH)).status_code == 200
    del shop.repository.roles["eve"]
    asked = len(shop.world.exchanges)
    assert (await eve.get(PATH)).status_code == 200
    assert len(shop.world.exchanges) == asked  # remembered: a page that is read again asks nobody
    visits.now.seconds += REMEMBERED_SECONDS + 1
    answer = await eve.get(PATH)
    assert answer.status_code == 404
    assert says_nothing(answer)


@pytest.mark.usefixtures("reviewed")
async def test_who_gains_access_is_in_at_once(visits: Visits, shop: Shop) -> None:
    mallory = await visits.signed_in("mallory")
    assert (await mallory.get(PATH)).status_code == 404
    shop.repository.roles["mallory"] = "read"
    assert (await mallory.get(PATH)).status_code == 200


@pytest.mark.usefixtures("reviewed")
async def test_one_visitors_yes_is_not_anothers(visits: Visits) -> None:
    assert (await (await visits.signed_in("eve")).get(PATH)).status_code == 200
    assert (await (await visits.signed_in("mallory")).get(PATH)).status_code == 404


@pytest.mark.usefixtures("reviewed")
async def test_without_the_app_the_page_is_gone(visits: Visits, shop: Shop) -> None:
    eve = await visits.signed_in("eve")
    shop.installation.removed = True
    assert (await eve.get(PATH)).status_code == 404


@pytest.mark.usefixtures("reviewed")
async def test_the_page_moves_with_its_repository_and_not_with_its_name(visits: Visits, shop: Shop) -> None:
    eve = await visits.signed_in("eve")
    shop.world.rename(shop.repository, "store")
    assert (await eve.get("/repos/acme/store/pulls/1")).status_code == 200
    assert (await eve.get(PATH)).status_code == 200
    visits.now.seconds += REMEMBERED_SECONDS + 1
    other = shop.world.repository("acme/shop")
    other.roles["eve"] = "read"
    answer = await eve.get(PATH)  # the old name belongs to a repository that was never reviewed
    assert answer.status_code == 404
    assert says_nothing(answer)


@pytest.mark.usefixtures("reviewed")
async def test_when_github_does_not_say_nothing_is_shown(visits: Visits, shop: Shop) -> None:
    kinds: tuple[tuple[Kind, int], ...] = (
        (server_error(), 503),
        (TruncatedBody(), 503),
        (Status(200, {"id": "x"}), 503),
        (Status(429, {}, {"Retry-After": "60"}), 503),
        (Status(403, {}, {"X-RateLimit-Remaining": "0"}), 503),
        (Status(403, {"message": "Resource protected by organization SAML enforcement."}), 404),
        (Status(451, {}), 404),
        (Status(301, {}, {"Location": "https://evil.example/repos/acme/shop"}), 404),
        (Status(200, {"id": shop.repository.id, "permissions": {"pull": False}}), 404),
        (Status(401, {}), 303),
    )
    for kind, status in kinds:
        eve = await visits.signed_in("eve")
        shop.world.faults[:] = [Fault(kind, path="/repos/acme/shop")]
        answer = await eve.get(PATH)
        assert (answer.status_code, says_nothing(answer)) == (status, True), kind


@pytest.mark.usefixtures("reviewed")
async def test_only_a_path_that_github_could_have_leads_anywhere(visits: Visits, shop: Shop) -> None:
    eve = await visits.signed_in("eve")
    asked = len(shop.world.exchanges)
    for owner, name, number in (
        ("..", "shop", "1"),
        (".", "shop", "1"),
        ("acme", "..", "1"),
        ("acme", "shop", "0"),
        ("acme", "shop", str(2**31)),
        ("acme", "shop", "9" * 400),
        ("acme%2Fshop", "x", "1"),
        ("ac me", "shop", "1"),
        ("acme", "sh%00op", "1"),
        ("acme", "%3Cscript%3E", "1"),
        ("acme", "a" * 101, "1"),
        ("acme", "shop", "-1"),
        ("acme", "shop", "1.0"),
        ("acme", "shop", "%D9%A1"),
    ):
        assert (await eve.get(f"/repos/{owner}/{name}/pulls/{number}")).status_code == 404, (owner, name, number)
    # "acme/.." has been climbed out of before it is sent: what is left has the form of a repository.
    assert {it.path for it in shop.world.exchanges[asked:]} == {"/repos/pulls/1"}


async def test_a_pull_request_without_a_review_says_so(visits: Visits) -> None:
    answer = await (await visits.signed_in("eve")).get("/repos/acme/shop/pulls/7")
    assert answer.status_code == 404
    assert "has not reviewed pull request 7" in answer.text


@pytest.mark.usefixtures("reviewed")
async def test_every_page_carries_the_headers_and_no_script(visits: Visits) -> None:
    eve = await visits.signed_in("eve")
    for path in ("/", "/login", "/login/callback", PATH, "/repos/acme/none/pulls/1"):
        answer = await eve.get(path)
        for name, value in {**SECURITY_HEADERS, **PAGE_HEADERS}.items():
            if answer.status_code != 303:
                assert answer.headers[name] == value, (path, name)
        tags = read_html(answer.text).tags
        assert not [tag for tag, _ in tags if tag in {"script", "iframe", "object", "embed", "base"}]
        assert not [name for _, attrs in tags for name in attrs if name.startswith("on") or name == "style"]


async def test_what_a_page_loads_is_ours_and_stays_with_the_browser(visits: Visits) -> None:
    visitor = await visits.visitor()
    tags = read_html((await visitor.get("/")).text).tags
    loaded = {attrs["href"] for tag, attrs in tags if tag == "link"} | {
        attrs["src"] for tag, attrs in tags if tag == "img"
    }
    assert len(loaded) == 2
    for path in loaded:
        assert path is not None
        assert path.startswith("/assets/")
        answer = await visitor.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert b"http://" not in answer.content.replace(b"http://www.w3.org/2000/svg", b"")
        assert b"https://" not in answer.content
    for wrong in (
        "/assets/x/__init__.py",
        "/assets/x/..%2fhtml.py",
        "/assets/x/../html.py",
        "/assets/x/",
        "/assets/x/a.css",
    ):
        assert (await visitor.get(wrong)).status_code == 404, wrong


HOSTILE = "</code></td></table><script>alert(1)</script><img src=x onerror=alert(1)>\u202e`x`\x1b[31m"


async def test_foreign_words_are_quoted(visits: Visits, reviewed: Desk) -> None:
    name = "shop/\"><script>alert(2)</script>&quot;'{{7*7}}.py"
    base = (
        b"from django.contrib.auth.decorators import login_required\n\n\n@login_required\ndef x(r):\n    return go(r)\n"
    )
    world, repository = reviewed.shop.world, reviewed.shop.repository
    acts.commit(world, repository, "main", {name: base}, message=HOSTILE)
    acts.branch(repository, "hostile")
    acts.commit(world, repository, "hostile", {name: base.replace(b"@login_required\n", b"")}, message=HOSTILE)
    reviewed.shop.pull = acts.open_pull(world, repository, "hostile", title=HOSTILE, body=HOSTILE)
    await reviewed.review("opened")
    await reviewed.say("bo", f"/holdfast sign-off auth {HOSTILE}")
    answer = await (await visits.signed_in("eve")).get("/repos/acme/shop/pulls/2")
    page = read_html(answer.text)
    assert "script" not in {tag for tag, _ in page.tags}
    assert [attrs.get("alt") for tag, attrs in page.tags if tag == "img"] == [""]
    assert "</td></table><script>alert(1)" in page.words
    assert "{{7*7}}" in page.words
    assert "\u202e" not in answer.text
    assert "\x1b" not in answer.text
    assert "\\u202e" in answer.text


@pytest.mark.parametrize("missing", [(), ("HOLDFAST_CLIENT_SECRET",), ("HOLDFAST_CLIENT_ID", "HOLDFAST_BASE_URL")])
async def test_closed_pages_say_what_is_missing_and_nothing_else(
    engine: AsyncEngine, queue: App, missing: tuple[str, ...]
) -> None:
    async with open_site(doors_of(engine, queue), ClosedPages(missing)) as client:
        for path in ("/", "/login", "/login/github", "/login/callback?code=1&state=2", PATH):
            answer = await client.get(path)
            assert answer.status_code == 503
            assert says_nothing(answer)
            assert all(name in answer.text for name in missing)
            assert "/login/callback" in answer.text
        assert (await client.post("/logout")).status_code == 503


async def test_a_proxy_may_put_a_folder_before_the_pages(visits: Visits) -> None:
    pages = replace(visits.pages, base_url="https://tools.example.com/holdfast")
    assert pages.at("/login") == "/holdfast/login"
    assert pages.origin == "https://tools.example.com"
