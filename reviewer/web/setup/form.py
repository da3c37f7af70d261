"""What somebody fills in before GitHub is asked: a name, whose App it becomes, and where this service is reached."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from reviewer.github.manifest import LONGEST_NAME
from reviewer.settings import WebAddress

_NAME: Final = re.compile(rf"[A-Za-z0-9][A-Za-z0-9 ._-]{{0,{LONGEST_NAME - 1}}}")
_ORGANIZATION: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})")
_PLAIN: Final = re.compile(r"[A-Za-z0-9.:/_~\[\]-]{1,200}")
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_ADDRESS: Final[TypeAdapter[str]] = TypeAdapter(WebAddress)
_MOST_FIELDS: Final = 8


class Wanted(Struct, frozen=True):
    """A form as it was filled in.

    Attributes:
        organization: whose App it becomes; "" for the person's own.
        problems: what is wrong with it, a sentence each.
    """

    name: str
    organization: str
    base_url: str
    problems: tuple[str, ...] = ()


def fields_of(body: bytes) -> dict[str, str]:
    """The first value of each field; nothing of a body that is no form."""
    try:
        read = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[0].strip() for name, values in read.items()}


def wanted(fields: dict[str, str]) -> Wanted:
    """Judge a filled-in form."""
    name, organization = fields.get("name", ""), fields.get("organization", "")
    base_url = fields.get("base_url", "").rstrip("/")
    problems: list[str] = []
    if not _NAME.fullmatch(name):
        problems.append(f"A name has letters, digits, blanks, dots and dashes, at most {LONGEST_NAME} of them.")
    if organization and not _ORGANIZATION.fullmatch(organization):
        problems.append("An organization is named as in its address at GitHub: letters, digits and dashes.")
    if not _is_address(base_url):
        problems.append("The address of this service begins with https:// and has neither user, query nor fragment.")
    return Wanted(name, organization, base_url, tuple(problems))


def address_here(request: Request, base_url: str | None) -> str:
    """Where this service seems to be reached: as the settings say, else as the browser asked for it; "" if unclear."""
    if base_url is not None:
        return base_url
    host = request.headers.get("host", "")
    guessed = f"{'https' if is_https(request, None) else 'http'}://{host}"
    return guessed if _is_address(guessed) else ""


def is_https(request: Request, base_url: str | None) -> bool:
    """Whether the browser's own connection is encrypted, as far as one can tell behind a proxy."""
    if base_url is not None:
        return base_url.startswith("https://")
    return "https" in {request.url.scheme, request.headers.get("x-forwarded-proto", "")}


def _is_address(text: str) -> bool:
    try:
        address = urlsplit(_ADDRESS.validate_python(text))
        host, _ = address.hostname, address.port
    except (ValidationError, ValueError):  # a port that is none
        return False
    encrypted = address.scheme == "https" or host in _HERE
    return encrypted and _PLAIN.fullmatch(text) is not None and "/../" not in f"{address.path}/"
