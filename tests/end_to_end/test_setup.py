"""`holdfast serve` on a machine that has nothing: it is set up in a browser, and goes on as the service."""

from __future__ import annotations

import stat
from pathlib import Path

import httpx

from tests.end_to_end.conftest import Run
from tests.fakes.github.webhooks import pull_request_event, send
from tests.setups import Browser
from tests.shops import Shop
from tests.webhooks import PATH

NO_APP = {f"HOLDFAST_{name}": "" for name in ("APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET")}


async def test_a_service_without_an_app_registers_one_and_goes_on(run: Run, shop: Shop, data_dir: Path) -> None:
    shop.world.visitor = shop.world.account("ana")
    service = run("serve", "--port", "0", **NO_APP)
    said = service.wait_for(lambda line: "token" in line, "the setup token")
    address = str(said["address"]).removesuffix("/setup")
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        browser = Browser(client)
        assert (await client.get("/readyz")).status_code == 503
        assert (await browser.bring(str(said["token"]))).status_code == 303
        done = await browser.get(await browser.from_github())
        assert (done.status_code, "app.env" in done.text) == (200, True)
        assert service.address() == address  # the same socket all the while
        assert (await client.get("/setup")).status_code == 403
        assert (await client.get("/setup/callback?code=x&state=y")).status_code == 403
        assert (await client.post("/setup/token", data={"token": str(said["token"])})).status_code == 404
        assert (await client.get("/readyz")).json()["worker"] == "ok"
        assert "Sign in" in (await client.get("/")).text
    assert stat.S_IMODE((data_dir / "app.env").stat().st_mode) == 0o600

    registered = shop.world.apps[-1]
    assert shop.world.webhook is not None
    secret = shop.world.webhook[1]
    shop.world.webhook = (address + PATH, secret)  # instead of the name that this machine does not have
    delivery = send(shop.world, pull_request_event(shop.world, shop.pull, "opened"))
    assert delivery is not None
    assert delivery.status_code == 202
    assert service.terminate() == 0
    log = "".join(service.raw)
    assert [it for it in (secret, registered.client_secret, *shop.world.registrations) if it in log] == []


def test_where_nothing_can_be_stored_it_says_so_before_anybody_registers(run: Run, data_dir: Path) -> None:
    (data_dir / "file").write_text("")
    process = run("serve", "--port", "0", **NO_APP, HOLDFAST_DATA_DIR=str(data_dir / "file"))
    assert process.wait() == 2
    assert "HOLDFAST_SETUP=show" in "".join(process.raw)
