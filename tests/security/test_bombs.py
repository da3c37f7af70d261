"""Answers that are small on the wire and large behind it: taken up to a bound, and no further."""

from __future__ import annotations

import gzip

import httpx
import pytest

from reviewer.domain.errors import HostDown
from reviewer.github.answers import TooMuch
from reviewer.github.http import Http
from tests.desk import Desk
from tests.fakes.github.faults import Fault, Status
from tests.shops import Shop

_BOMB = gzip.compress(b'"' + b" " * 30_000_000 + b'"')


def bomb(path: str, method: str = "GET") -> Fault:
    return Fault(Status(200, _BOMB, {"Content-Encoding": "gzip"}), method, path)


async def test_an_answer_is_read_up_to_its_bound(shop: Shop) -> None:
    http = Http(shop.world.root, largest=1_000_000)
    shop.world.faults.append(bomb("/user"))
    with pytest.raises(TooMuch, match="larger than 1000000 bytes"):
        await http.send("GET", "/user", auth=httpx.Auth())
    await http.aclose()


async def test_an_answer_that_only_says_it_is_compressed_is_no_answer(shop: Shop) -> None:
    http = Http(shop.world.root)
    shop.world.faults.append(Fault(Status(200, b"no gzip", {"Content-Encoding": "gzip"}), "GET", "/user"))
    with pytest.raises(HostDown, match="DecodingError"):
        await http.send("GET", "/user", auth=httpx.Auth())
    await http.aclose()


async def test_json_that_nests_without_end_is_an_outage(desk: Desk) -> None:
    desk.shop.world.faults.append(Fault(Status(200, b"[" * 200_000), "POST", "/graphql"))
    with pytest.raises(HostDown, match="no whole JSON"):
        await desk.review("opened")
    assert desk.shop.repository.check_runs == []
