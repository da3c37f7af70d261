"""The App, its installations and its webhook, as GitHub has them."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from msgspec import Struct
from pydantic import AwareDatetime, Field, TypeAdapter

from reviewer.domain.diagnosis import AppFacts, Attempt, HookFacts, InstalledFacts
from reviewer.github.answers import Answer
from reviewer.github.client import Client
from reviewer.github.lists import listed
from reviewer.github.payload_parts import Part

_PAGE = 100
_PAGES = 10
_LAST = 50


class _App(Part):
    slug: str | None = None
    permissions: dict[str, str] = Field(default_factory=dict[str, str])
    events: tuple[str, ...] = ()


class _Account(Part):
    login: str = ""
    slug: str = ""


class _Installed(Part):
    id: int
    account: _Account | None = None
    suspended_at: str | None = None
    permissions: dict[str, str] = Field(default_factory=dict[str, str])


class _Hook(Part):
    url: str = ""
    content_type: str = "form"
    insecure_ssl: str | int | float = "0"


class _Attempt(Part):
    delivered_at: AwareDatetime
    event: str
    status: str
    status_code: int


_INSTALLED = TypeAdapter(list[_Installed])
_ATTEMPTS = TypeAdapter(list[_Attempt])


class Registration(Struct, frozen=True):
    """Asks GitHub in the App's own name; every method raises `SettingsProblem` when GitHub does not know it."""

    client: Client

    async def app(self) -> AppFacts:
        """Return the App, and how far our clock is ahead of the one that answered."""
        answer = await self.client.as_app("GET", "/app")
        it = answer.read(_App)
        return AppFacts(it.slug or "", it.permissions, frozenset(it.events), self._skew(answer))

    async def installations(self) -> tuple[InstalledFacts, ...]:
        """Return where the App is installed; of very many the first thousand."""
        found: list[_Installed] = []
        for page in range(1, _PAGES + 1):
            answer = await self.client.as_app("GET", f"/app/installations?per_page={_PAGE}&page={page}")
            some = listed(_INSTALLED, answer)
            found += some
            if len(some) < _PAGE:
                break
        return tuple(_installed(one) for one in found)

    async def hook(self) -> HookFacts:
        """Return where deliveries go."""
        it = (await self.client.as_app("GET", "/app/hook/config")).read(_Hook)
        return HookFacts(it.url, it.content_type, str(it.insecure_ssl) in {"0", "0.0"})

    async def attempts(self) -> tuple[Attempt, ...]:
        """Return the last attempts to deliver an event, newest first."""
        answer = await self.client.as_app("GET", f"/app/hook/deliveries?per_page={_LAST}")
        some = listed(_ATTEMPTS, answer)
        return tuple(Attempt(one.delivered_at, one.event, one.status, one.status_code) for one in some)

    def _skew(self, answer: Answer) -> float:
        try:
            theirs = parsedate_to_datetime(answer.headers.get("date", "")).timestamp()
        except (ValueError, OverflowError):
            return 0.0
        return self.client.clock.now() - theirs


def _installed(one: _Installed) -> InstalledFacts:
    name = (one.account.login or one.account.slug) if one.account is not None else ""
    return InstalledFacts(one.id, name, one.suspended_at is not None, one.permissions)
