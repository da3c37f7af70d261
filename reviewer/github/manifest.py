"""GitHub's App manifest flow: what is asked for and where, and what GitHub's code is worth.

https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, cast
from urllib.parse import quote, urlencode

import httpx
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints
from ruamel.yaml import YAML

from reviewer.domain.errors import HostDown, Refused
from reviewer.github.http import Http
from reviewer.github.sign_in import web_address

BACK: Final = "/setup/callback"
"""The path of `redirect_url` in app.yml."""
CODE_SECONDS: Final = 3600.0
"""As long as GitHub's code counts."""
LONGEST_NAME: Final = 34
_FILE: Final = "app.yml"
_CODE: Final = re.compile(r"[A-Za-z0-9._-]{1,200}")
_OPEN: Final = httpx.Auth()
"""Sends the request as it is: the code is the credential."""

# What the credentials may be made of, so that they stand in an environment file without being quoted.
_Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~+/=-]{1,200}$")]
_Pem = Annotated[
    str,
    StringConstraints(
        max_length=20_000,
        pattern=r"^-----BEGIN [A-Z ]*PRIVATE KEY-----\n([A-Za-z0-9+/=]+\n)+-----END [A-Z ]*PRIVATE KEY-----\n?$",
    ),
]


class CodeRefused(Refused):
    """The code stands for no App: it was used before, is older than an hour, or was never given."""


class _Converted(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)
    id: int = Field(gt=0)
    slug: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,100}$")]
    client_id: _Word
    client_secret: _Word
    webhook_secret: _Word
    pem: _Pem


class RegisteredApp(Struct, frozen=True):
    """A new App with its credentials; GitHub shows them this once.

    Attributes:
        private_key: PEM text.
    """

    app_id: int
    slug: str
    client_id: str
    client_secret: SecretStr
    webhook_secret: SecretStr
    private_key: SecretStr


class ManifestFlow:
    """GitHub as `/setup` knows it. For one event loop; close it."""

    def __init__(self, api_url: str, http: Http | None = None) -> None:
        """Sends nothing yet."""
        self.web_url = web_address(api_url)
        self._enterprise = api_url.endswith("/api/v3")
        self._http = http or Http(api_url)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    def form_address(self, organization: str, state: str) -> str:
        """Where the form with the manifest goes: to a person's own Apps, or to those of an organization."""
        owner = f"/organizations/{quote(organization, safe='')}" if organization else ""
        return f"{self.web_url}{owner}/settings/apps/new?{urlencode({'state': state})}"

    def install_address(self, app: RegisteredApp) -> str:
        """Where somebody installs the App."""
        kind = "github-apps" if self._enterprise else "apps"
        return f"{self.web_url}/{kind}/{quote(app.slug, safe='')}/installations/new"

    async def app_of(self, code: str) -> RegisteredApp:
        """Return the App that a code stands for; a code counts once.

        Raises:
            CodeRefused: it stands for none (any more).
            HostDown: GitHub does not answer, or not with what it promises.
        """
        if not _CODE.fullmatch(code):
            raise CodeRefused("This is no code of GitHub's.")
        try:
            it = await self._converted(code)
        except HostDown as problem:  # the code is a credential, and stands in the path that a message names
            raise HostDown(str(problem).replace(code, "CODE")) from None
        return RegisteredApp(
            it.id, it.slug, it.client_id, SecretStr(it.client_secret), SecretStr(it.webhook_secret), SecretStr(it.pem)
        )

    async def _converted(self, code: str) -> _Converted:
        answer = await self._http.send("POST", f"/app-manifests/{code}/conversions", auth=_OPEN)
        if answer.status in {404, 410, 422}:
            raise CodeRefused("GitHub knows no App for this code: it counts once, and for an hour.")
        if not 200 <= answer.status < 300:
            raise HostDown(f"{answer.what}: GitHub answered {answer.status}")
        return answer.read(_Converted)


def manifest(name: str, base_url: str) -> Mapping[str, object]:
    """Return what `app.yml` asks for, for a service that is reached at `base_url`, as GitHub's form takes it."""
    yaml = YAML(typ="safe", pure=True)
    asked = cast("dict[str, object]", yaml.load(_file().read_text(encoding="utf-8")))  # pyright: ignore[reportUnknownMemberType]  # ruamel.yaml leaves its parameters out
    return {**{key: _moved(value, str(asked["url"]), base_url) for key, value in asked.items()}, "name": name}


def _moved(value: object, away_from: str, to: str) -> object:
    """The value with every address at the example's host at this service instead."""
    match value:
        case str():
            return to + value.removeprefix(away_from) if value.startswith(away_from) else value
        case dict():
            pairs = cast("dict[str, object]", value)
            return {key: _moved(item, away_from, to) for key, item in pairs.items()}
        case list():
            return [_moved(item, away_from, to) for item in cast("list[object]", value)]
        case _:
            return value


def _file() -> Path:
    """Package data of the wheel, or the root of a checkout."""
    package = Path(str(files("reviewer")))
    packaged = package / _FILE
    return packaged if packaged.is_file() else package.parent / _FILE
