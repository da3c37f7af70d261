"""Bodies that are too long, too slow, or break off: answered before they are read to an end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from msgspec.structs import replace
from procrastinate import App

from reviewer.web.body import MAX_BYTES
from reviewer.web.doors import Doors
from tests.sites import open_site
from tests.webhooks import PATH, encoded, headers, payload

_GOOD = encoded(payload())


def _head(content_length: str) -> bytes:
    lines = [f"{name}: {value}" for name, value in headers(_GOOD).items()]
    return "\r\n".join(
        [f"POST {PATH} HTTP/1.1", "Host: x", f"Content-Length: {content_length}", *lines, "", ""]
    ).encode()


async def _raw(client: httpx.AsyncClient, sent: bytes) -> bytes:
    """Send bytes on a plain connection and nothing more; return the answer, b"" if the server hangs up."""
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    writer.write(sent)
    await writer.drain()
    try:
        return await reader.readuntil(b"}")
    except asyncio.IncompleteReadError as nothing:
        return nothing.partial
    finally:
        writer.close()


async def test_an_announced_length_over_the_limit_is_refused_without_reading(client: httpx.AsyncClient) -> None:
    answer = await _raw(client, _head(str(MAX_BYTES + 1)))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in answer.lower()
    assert b'{"error":' in answer


async def test_a_body_over_the_limit_is_refused_and_its_sender_hears_of_it(
    client: httpx.AsyncClient, queue: App
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(MAX_BYTES // 65_536 + 2):
            yield b" " * 65_536

    answer = await client.post(PATH, content=chunks(), headers=headers(_GOOD))
    assert answer.status_code == 413
    assert list(await queue.job_manager.list_jobs_async()) == []


async def test_a_body_without_end_is_cut_off(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 65_536
            yield b" " * 65_536

    with pytest.raises(httpx.TransportError):
        await client.post(PATH, content=endless(), headers=headers(_GOOD))
    assert MAX_BYTES < sent < 4 * MAX_BYTES


async def test_an_unsigned_body_is_not_read_at_all(client: httpx.AsyncClient) -> None:
    unsigned = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n".encode()
    assert (await _raw(client, unsigned)).startswith(b"HTTP/1.1 401 ")


@pytest.mark.parametrize("length", ["-1", "ten", "1e3", "0x10"])
async def test_a_length_that_is_none_is_refused(client: httpx.AsyncClient, length: str) -> None:
    assert (await _raw(client, _head(length))).startswith(b"HTTP/1.1 400 ")


async def test_a_body_that_breaks_off_is_nothing(client: httpx.AsyncClient, queue: App) -> None:
    _, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    writer.write(_head(str(len(_GOOD))) + _GOOD[:-1])
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert (await client.get("/healthz")).status_code == 200
    assert list(await queue.job_manager.list_jobs_async()) == []


async def test_a_body_that_does_not_come_is_answered_in_time(doors: Doors) -> None:
    async with open_site(replace(doors, answer_seconds=0.2)) as client:
        answer = await _raw(client, _head("1000") + b"{")
    assert answer.startswith(b"HTTP/1.1 408 ")
