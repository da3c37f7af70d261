"""POST /incidents: something went wrong after a merge; for whoever holds a token of the repository."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Protocol

import structlog
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from reviewer.domain.decay.incidents import Incident, Link, Spot
from reviewer.domain.errors import Refused, StoreDown
from reviewer.store.incidents import IncidentToken, Kept
from reviewer.web.body import read_body
from reviewer.web.deadline import within
from reviewer.web.lingering import LingeringResponse

PATH: Final = "/incidents"
MAX_BYTES: Final = 64 * 1024
_SECONDS: Final = 5.0
_BODY_SECONDS: Final = 10.0
_LONGEST_TOKEN: Final = 200
_AHEAD: Final = timedelta(minutes=5)
"""How far another clock may be ahead of ours."""
_BEARER: Final = re.compile(r"Bearer +([\x21-\x7e]+)", re.IGNORECASE)
_log = structlog.get_logger(__name__)


class Incidents(Protocol):
    """The records of incidents; every call may raise `StoreDown`."""

    async def accepts(self, token: str) -> IncidentToken | None:
        """The token, if it is one that counts."""
        ...

    async def keep(self, token: IncidentToken, incident: Incident, digest: str) -> Kept:
        """Keep an incident, once under its key; `digest` is over all that was posted."""
        ...

    async def links_of(self, repository_id: int, incident: Incident) -> Sequence[Link]:
        """The merged changes that it is linked to."""
        ...


def _web_address(url: str) -> str:
    if url and not re.fullmatch(r"https?://[^\s\x00-\x20\x7f]+", url):
        raise ValueError("an address of the web is wanted: https://...")
    return url


def _has_happened(at: datetime) -> datetime:
    try:
        moment = at.astimezone(UTC)
    except OverflowError:
        raise ValueError("no moment of this calendar") from None
    if moment > datetime.now(UTC) + _AHEAD:
        raise ValueError("it has not happened yet")
    return moment


_Path = Annotated[str, Field(max_length=1000)]


class _Place(BaseModel):
    model_config = ConfigDict(extra="forbid")
    file: _Path = ""
    symbol: Annotated[str, Field(max_length=500)] = ""


class _Posted(BaseModel):
    """What is posted; what is not named stays empty."""

    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(min_length=1, max_length=200)]
    title: Annotated[str, Field(max_length=500)] = ""
    at: Annotated[AwareDatetime, AfterValidator(_has_happened)] | None = None
    url: Annotated[str, Field(max_length=1000), AfterValidator(_web_address)] = ""
    commit: Annotated[str, Field(pattern=r"^(?:[0-9a-fA-F]{7,64})?$")] = ""
    pull_request: Annotated[int, Field(ge=0, lt=2**31, strict=True)] = 0
    files: Annotated[tuple[_Path, ...], Field(max_length=100)] = ()
    symbols: Annotated[tuple[_Path, ...], Field(max_length=100)] = ()
    places: Annotated[tuple[_Place, ...], Field(max_length=100)] = ()

    def digest(self) -> str:
        """Over all that was posted; in which order, and with which blanks, is all one."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def incident(self, now: datetime) -> Incident:
        """The incident, at `now` where it does not say when."""
        spots = [
            *(Spot(it) for it in self.files),
            *(Spot("", it) for it in self.symbols),
            *(Spot(it.file, it.symbol) for it in self.places),
        ]
        return Incident(
            key=self.id,
            source="posted",
            title=self.title,
            at=self.at or now,
            url=self.url,
            commit=self.commit.lower(),
            number=self.pull_request,
            spots=tuple(spots),
        )


async def post_incident(request: Request) -> Response:
    """Answer an incident: 201 once it is durable, 200 for the same once more, 409 for another one of its id."""
    incidents: Incidents = request.app.state.incidents
    try:
        token = await _token(request, incidents)
        if token is None:
            challenge = {"WWW-Authenticate": 'Bearer realm="holdfast incidents"'}
            return _error(401, "A token of the repository is wanted: Authorization: Bearer TOKEN.", challenge)
        posted = await _posted(request)
        return posted if isinstance(posted, Response) else await _answer(token, posted, incidents)
    except StoreDown as problem:
        _log.error("an incident is not kept", why=str(problem))
        return _error(503, "The incident could not be kept. Post it again later.", {"Retry-After": "60"})


async def _token(request: Request, incidents: Incidents) -> IncidentToken | None:
    found = _BEARER.fullmatch(request.headers.get("authorization", ""))
    if found is None or len(found[1]) > _LONGEST_TOKEN:
        return None
    return await within(_SECONDS, incidents.accepts(found[1]))


async def _posted(request: Request) -> _Posted | Response:
    """What the body says, or the answer to a body that says nothing."""
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            body = await read_body(request, MAX_BYTES)
    except Refused as problem:
        said = {413: f"An incident has at most {MAX_BYTES} bytes."}.get(problem.status, str(problem))
        return LingeringResponse({"error": said}, problem.status, {"Connection": "close"})
    except TimeoutError:
        return _error(408, "The body did not arrive in time.", {"Connection": "close"})
    except ClientDisconnect:
        return _error(400, "The body broke off.")
    try:
        return _Posted.model_validate_json(body)
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(map(str, problem["loc"]))
        return _error(400, f"{place}: {problem['msg']}" if place else problem["msg"])


async def _answer(token: IncidentToken, posted: _Posted, incidents: Incidents) -> Response:
    incident = posted.incident(datetime.now(UTC))
    kept = await within(_SECONDS, incidents.keep(token, incident, posted.digest()))
    _log.info("incident posted", result=kept, repository_id=token.repository_id, token=token.id)
    match kept:
        case "contradicts":
            return _error(409, "Another incident was posted under this id. Choose a new one: nothing is ever changed.")
        case "kept" | "repeated":
            found = await within(_SECONDS, incidents.links_of(token.repository_id, incident))
            linked = [{"pull_request": link.number, "by": link.certainty} for link in found]
            return JSONResponse({"result": kept, "linked": linked}, 201 if kept == "kept" else 200)


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": message}, status, headers)
