"""POST /webhooks/github: a delivery is durable before it is acknowledged, and refused before it is believed."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Final, Literal
from uuid import UUID

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from structlog.contextvars import bound_contextvars

from reviewer.domain.announcement import Announcement
from reviewer.domain.delivery import Delivery
from reviewer.domain.errors import BadPayload, BadSignature, StoreDown
from reviewer.telemetry.spans import span
from reviewer.web.body import read_body
from reviewer.web.deadline import within
from reviewer.web.doors import Doors
from reviewer.web.metrics import ACKNOWLEDGED, count_delivery, known_event

PATH: Final = "/webhooks/github"
_SIGNATURE = "x-hub-signature-256"
_LARGE = 256 * 1024  # bytes; above it, hashing and parsing leave the event loop
_log = structlog.get_logger(__name__)

Result = Literal["queued", "repeated", "ignored"]
Taken = Delivery | Announcement


async def receive(request: Request) -> Response:
    """Answer a delivery: 202 once it is durable or needs nothing, 503 in time when it cannot be kept."""
    doors = Doors.of(request)
    began = time.monotonic()
    event = request.headers.get("x-github-event", "")
    with ACKNOWLEDGED.time():
        try:
            async with asyncio.timeout(doors.answer_seconds):
                body = await _signed_body(request, doors)
        except TimeoutError:
            count_delivery(event, "slow")
            return _error(408, "The body did not arrive in time.", {"Connection": "close"})
        except ClientDisconnect:
            count_delivery(event, "broken-off")
            return _error(400, "The body broke off.")  # which nobody hears any more
        guid = _guid(request)
        attributes = {"holdfast.event": known_event(event), "holdfast.delivery": guid}
        with bound_contextvars(delivery=guid), span(f"POST {PATH}", "server", attributes) as opened:
            taken = await _parsed(event, guid, body, doors)
            left = doors.answer_seconds - (time.monotonic() - began)
            answer = await _answer(event, taken, doors, left)
            opened.note("http.response.status_code", answer.status_code)
            return answer


async def _signed_body(request: Request, doors: Doors) -> bytes:
    if _SIGNATURE not in request.headers:
        raise BadSignature("The delivery is not signed: X-Hub-Signature-256 is missing.")
    body = await read_body(request)
    signature = request.headers[_SIGNATURE]
    if len(body) > _LARGE:
        await asyncio.to_thread(doors.check_signature, body, signature)
    else:
        doors.check_signature(body, signature)
    return body


def _guid(request: Request) -> str:
    text = request.headers.get("x-github-delivery", "")
    try:
        return str(UUID(text))
    except ValueError:
        raise BadPayload("X-GitHub-Delivery is missing or no GUID.") from None


async def _parsed(event: str, guid: str, body: bytes, doors: Doors) -> Taken | None:
    if not event:
        raise BadPayload("X-GitHub-Event is missing.")
    if len(body) > _LARGE:
        return await asyncio.to_thread(_read, event, guid, body, doors)
    return _read(event, guid, body, doors)


def _read(event: str, guid: str, body: bytes, doors: Doors) -> Taken | None:
    taken = doors.read_event(event, guid, body)
    if taken is None:
        _require_json(body)  # what is ignored must still be what GitHub sends: a wrong content type shows early
    return taken


def _require_json(body: bytes) -> None:
    try:
        is_object = isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        is_object = False
    if not is_object:
        raise BadPayload("The body is no JSON object. Is the webhook's content type application/json?")


async def _answer(event: str, taken: Taken | None, doors: Doors, seconds: float) -> Response:
    if taken is None:
        return _accepted(event, "ignored")
    try:
        # Should it be kept after all, too late for the answer, a redelivery will find it known.
        result = await within(max(seconds, 0.1), doors.accept(taken))
    except StoreDown as problem:
        count_delivery(event, "unavailable")
        _log.error("delivery not kept", why=str(problem))
        return _error(503, "The delivery could not be kept. Redeliver it later.", {"Retry-After": "60"})
    _log.info("delivery accepted", result=result, kind=event, action=taken.action, **_about(taken))
    return _accepted(event, result)


def _about(taken: Taken) -> dict[str, str | int]:
    match taken:
        case Delivery(pull_request=pull_request):
            return {"repository": pull_request.repository, "number": pull_request.number}
        case Announcement():
            return {"installation": taken.installation, "repository_id": taken.repository_id}


def _accepted(event: str, result: Result) -> Response:
    count_delivery(event, result)
    return JSONResponse({"result": result}, 202)


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": message}, status, headers)
