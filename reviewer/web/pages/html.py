"""Templates to answers. Everything that a template is given is quoted, and what a browser would obey is spelled out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from reviewer.render.foreign import visible
from reviewer.web.pages.desk import OpenPages, pages_of
from reviewer.web.pages.sessions import Session

PAGE_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    # Under "no-referrer" a browser says `Origin: null` of our own forms.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_CODE: Final = Markup("<code>{}</code>")
_SECURE_FOR: Final = 365 * 24 * 3600
_KINDS: Final[Mapping[str, str]] = {"holdfast.css": "text/css", "holdfast.svg": "image/svg+xml"}


def page(
    request: Request, template: str, *, status: int = 200, session: Session | None = None, **values: object
) -> HTMLResponse:
    """Answer with a template, which sees `session` (None for nobody), `at` and `asset` beside its own values."""
    pages = pages_of(request)
    at = pages.at
    shown = {name: it for name, it in values.items() if it is not None} | {"session": session, "at": at}

    def asset_at(name: str) -> str:
        return at(f"/assets/{_version(name)}/{name}")

    text = _templates().get_template(template).render(shown, asset=asset_at)
    headers = dict(PAGE_HEADERS)
    if isinstance(pages, OpenPages) and pages.base_url.startswith("https://"):
        headers["Strict-Transport-Security"] = f"max-age={_SECURE_FOR}"
    return HTMLResponse(text, status, headers)


def message(
    request: Request,
    title: str,
    *says: str,
    status: int,
    session: Session | None = None,
    onward: tuple[str, str] | None = None,
) -> HTMLResponse:
    """Answer with a few sentences; `onward` is the words and the path of the one link below them."""
    return page(
        request, "message.html", status=status, session=session, title=title, says=says, onward=onward or ("", "")
    )


async def asset(request: Request) -> Response:
    """GET /assets/{version}/{name}: the style sheet and the picture; a new version has a new address."""
    name = request.path_params["name"]
    if name not in _KINDS:
        return Response(status_code=404)
    forever = {"Cache-Control": f"public, max-age={_SECURE_FOR}, immutable"}
    return Response(_asset(name), headers=forever, media_type=_KINDS[name])


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("reviewer.web.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_spelled,
    )
    made.globals.clear()
    made.filters["prose"] = _prose
    return made


def _prose(text: str) -> Markup:
    """A sentence of ours with names between backticks, which are set as code; all of it is quoted."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return escape(visible(text))
    return Markup().join(escape(part) if n % 2 == 0 else _CODE.format(part) for n, part in enumerate(parts))


def _spelled(value: object) -> object:
    return value if isinstance(value, Markup) else visible(str(value))


@cache
def _asset(name: str) -> bytes:
    return (files("reviewer.web.pages") / "assets" / name).read_bytes()


@cache
def _version(name: str) -> str:
    return hashlib.sha256(_asset(name)).hexdigest()[:12]
