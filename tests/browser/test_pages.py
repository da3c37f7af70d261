"""A visitor with a real browser: signs in, reads, follows links, signs out; by keyboard, in light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.visits import Visits

PATH = "/repos/acme/shop/pulls/1"
pytestmark = pytest.mark.usefixtures("reviewed")
CONTRAST = (Path(__file__).parent / "contrast.js").read_text()


async def signed_in(context: BrowserContext, visits: Visits) -> Page:
    """From the link of the check run, by way of GitHub, to the page."""
    page = await context.new_page()
    await page.goto(visits.origin + PATH)
    await expect(page).to_have_title("Sign in · Holdfast")
    await page.get_by_role("link", name="Sign in with GitHub").click()
    await expect(page).to_have_url(visits.origin + PATH)
    return page


async def test_sign_in_read_follow_and_sign_out_without_javascript(browser: Browser, visits: Visits) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await signed_in(context, visits)
    await expect(page.get_by_role("heading", level=1)).to_have_text("acme/shop#1")
    await expect(page.get_by_role("region", name="Verdict")).to_contain_text("Needs a human")
    await expect(page.locator(".tree")).to_contain_text("bo by comment: void, pay changed")
    boundary = page.get_by_role("article", name="auth")
    await boundary.get_by_role("link", name="no longer guards").click()
    await expect(page).to_have_url(f"{visits.origin}{PATH}#finding-1")
    await page.get_by_text("Before and after").first.click()
    await expect(page.locator("pre").first).to_be_visible()
    await page.get_by_role("link", name="Holdfast", exact=True).click()
    await expect(page).to_have_url(f"{visits.origin}/")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    await page.goto(visits.origin + PATH)
    await expect(page).to_have_title("Sign in · Holdfast")


async def test_scripts_see_no_cookie_and_nothing_is_loaded_from_elsewhere(browser: Browser, visits: Visits) -> None:
    context = await browser.new_context()
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda line: complaints.append(line.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = await signed_in(context, visits)
    assert await page.evaluate("document.cookie") == ""
    assert {(it.get("name"), it.get("httpOnly"), it.get("sameSite")) for it in await context.cookies()} == {
        ("holdfast-session", True, "Lax")
    }
    assert {url.split("/login/oauth")[0] for url in asked if not url.startswith(visits.origin)} == {
        visits.shop.world.root
    }
    assert complaints == []


async def test_a_script_that_got_into_the_page_would_not_run(browser: Browser, visits: Visits) -> None:
    page = await signed_in(await browser.new_context(), visits)
    for inject in (
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')",
        "const s = document.createElement('script'); s.src = '/assets/x/holdfast.css'; document.body.append(s)",
    ):
        await page.evaluate(inject)
    await page.reload()
    assert await page.evaluate("window.ran") is None


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_is_legible(browser: Browser, visits: Visits, scheme: str, width: int) -> None:
    context = await browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 800}
    )
    page = await signed_in(context, visits)
    await page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert await page.evaluate(CONTRAST) == []
    background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(20, 25, 27)") == (scheme == "dark")


async def test_the_keyboard_is_enough(browser: Browser, visits: Visits) -> None:
    page = await signed_in(await browser.new_context(), visits)
    await page.keyboard.press("Tab")
    focused = page.locator(":focus")
    await expect(focused).to_have_text("Skip to the content")
    await expect(focused).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.locator(":focus")).to_have_id("main")
    fold = page.locator("summary", has_text="Before and after").first
    await fold.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("pre").first).to_be_visible()
    unnamed = await page.evaluate(
        "[...document.querySelectorAll('a, button, summary, [tabindex=\"0\"]')]"
        ".filter(it => !it.innerText.trim() && !it.getAttribute('aria-label')).length"
    )
    assert unnamed == 0


async def test_who_may_not_see_it_reads_so(browser: Browser, visits: Visits) -> None:
    visits.shop.world.visitor = visits.shop.world.account("mallory")
    page = await signed_in(await browser.new_context(), visits)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
    await expect(page.locator("main")).not_to_contain_text("pay")
