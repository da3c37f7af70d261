"""The pages about decay in a real browser: found by their links, legible everywhere, whole without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, BrowserContext, Page, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.browser.conftest import together
from tests.decays import live_on, live_through
from tests.visits import Visits

HERE = "/repos/acme/shop"
CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@together(autouse=True)
async def lived(visits: Visits, engine: AsyncEngine) -> None:
    await live_through(engine, visits.shop.key)
    await live_on(engine, visits.shop.key)


async def signed_in(context: BrowserContext, visits: Visits, path: str) -> Page:
    page = await context.new_page()
    await page.goto(visits.origin + path)
    await page.get_by_role("link", name="Sign in").last.click()
    if path == "/":
        await page.get_by_role("link", name="Sign in with GitHub").click()
    await expect(page).to_have_url(visits.origin + path)
    return page


async def test_from_the_start_page_to_what_a_push_lost_without_javascript(browser: Browser, visits: Visits) -> None:
    context = await browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = await signed_in(context, visits, "/")
    await page.get_by_role("link", name="acme", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("acme")
    await page.get_by_role("link", name="acme/shop").click()
    await expect(page).to_have_url(visits.origin + HERE)
    await expect(page.get_by_role("img", name="Share of pull requests that still keep each rule")).to_be_visible()
    await page.get_by_text("Make this a constraint").first.click()
    await expect(page.locator("pre").first).to_contain_text("require_guard")
    await expect(page.get_by_role("table", name="Incidents, newest first")).to_contain_text("edited the file last")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="cycles.csv").click()
    assert (await download.value).suggested_filename == "shop-cycles.csv"
    await page.get_by_role("link", name="90 days").click()
    await expect(page).to_have_url(f"{visits.origin}{HERE}?days=90")
    await page.get_by_role("region", name="Pull requests").get_by_role("link", name="#5").click()
    await expect(page.get_by_role("region", name="What the pushes lost")).to_contain_text("push 3 of 5")
    await page.get_by_role("link", name="acme/shop", exact=True).click()
    await expect(page).to_have_url(visits.origin + HERE)


async def test_everything_is_legible_and_nothing_runs_over(browser: Browser, visits: Visits) -> None:
    paths = (HERE, f"{HERE}/pulls/5", f"/installations/{visits.shop.installation.id}")
    for scheme in SCHEMES:
        for width in (1280, 360):
            context = await browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
            page = await signed_in(context, visits, HERE)
            for path in paths:
                await page.goto(visits.origin + path)
                await page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
                assert await page.evaluate("document.documentElement.scrollWidth") == width, (path, scheme)
                assert await page.evaluate(CONTRAST) == [], (path, scheme, width)
            await context.close()


async def test_the_keyboard_reaches_everything_and_nothing_comes_from_elsewhere(
    browser: Browser, visits: Visits
) -> None:
    context = await browser.new_context()
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda line: complaints.append(line.text))
    page = await signed_in(context, visits, HERE)
    here = len(asked)
    await page.reload()
    assert all(url.startswith(visits.origin) for url in asked[here:])
    assert complaints == []
    fold = page.locator("summary", has_text="Make this a constraint").first
    await fold.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.locator("pre").first).to_be_focused()
    await page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
    unnamed = await page.evaluate(
        "[...document.querySelectorAll('a, button, summary, [tabindex=\"0\"]')]"
        ".filter(it => !it.innerText?.trim() && !it.getAttribute('aria-label')).map(it => it.outerHTML)"
    )
    assert unnamed == []
    drawn = await page.evaluate("[...document.querySelectorAll('svg.chart path.line')].map(it => it.getTotalLength())")
    assert len(drawn) == 4
    assert min(drawn) > 100
