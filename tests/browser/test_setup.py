"""Setting a service up with a real browser: the token, the form, GitHub, and what to do next; legible everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.fakes.github.server import FakeServer
from tests.setups import open_setup

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()


async def legible(page: Page) -> None:
    for scheme, width in (("dark", 360), ("light", 1280)):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        assert await page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("plan", ["store", "show"])
async def test_from_token_to_app(browser: Browser, fake_server: FakeServer, tmp_path: Path, plan: str) -> None:
    complaints: list[str] = []
    with fake_server.world(tmp_path) as world:
        world.visitor = world.account("ana")
        async with open_setup(world, "show" if plan == "show" else "store") as setup:
            page = await (await browser.new_context()).new_page()
            page.on("console", lambda line: complaints.append(line.text))
            await page.goto(f"{setup.origin}/")
            await legible(page)
            await page.get_by_label("Setup token").fill(setup.doors.claim.token)
            await page.keyboard.press("Enter")
            await expect(page.get_by_label("Address of this service")).to_have_value(setup.origin)
            await legible(page)
            await page.get_by_label("Name of the App").fill("Acme Holdfast")
            await page.get_by_role("button", name="Go on").click()
            await expect(page.get_by_role("row", name="contents read")).to_be_visible()
            await legible(page)
            await page.get_by_role("button", name="Register Acme Holdfast").click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("The App acme-holdfast is registered")
            await legible(page)
            shown = await page.get_by_label("Environment of the service").count()
            assert (len(setup.kept), shown, complaints) == (1, 1 if plan == "show" else 0, [])
