"""Spans: what took how long within what, from the delivery at the door to the last request to GitHub."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final, Literal, Protocol

Kind = Literal["server", "consumer", "client", "internal"]
Value = str | int
_PLAIN: Final = re.compile(r"[A-Za-z0-9 ._:/{}-]{0,100}")
_NOT_TOLD: Final = "(not told)"
_NONE: Final[Mapping[str, Value]] = {}


class Span(Protocol):
    """A span that is open."""

    def note(self, name: str, value: Value) -> None:
        """Give it one more attribute."""
        ...


class Tracing(Protocol):
    """Where spans go."""

    def span(
        self, name: str, kind: Kind, attributes: Mapping[str, Value], carried: str
    ) -> AbstractContextManager[Span]:
        """Open a span within the one that is open here, or within the one that `carried` names."""
        ...

    def carrier(self) -> str:
        """Name the open span for another process (W3C's `traceparent`); "" where none is open."""
        ...


class _Unseen:
    def note(self, name: str, value: Value) -> None:
        del name, value


class _Silence:
    """Nobody traces: the default, which costs nothing."""

    def span(
        self, name: str, kind: Kind, attributes: Mapping[str, Value], carried: str
    ) -> AbstractContextManager[Span]:
        del name, kind, attributes, carried
        return nullcontext(_Unseen())

    def carrier(self) -> str:
        return ""


_chosen: list[Tracing] = [_Silence()]


@contextmanager
def traced_by(tracing: Tracing) -> Generator[None]:
    """Let spans go there while the block runs."""
    _chosen.append(tracing)
    try:
        yield
    finally:
        _chosen.remove(tracing)


@contextmanager
def span(
    name: str, kind: Kind = "internal", attributes: Mapping[str, Value] = _NONE, carried: str = ""
) -> Generator[Span]:
    """Open a span while the block runs; `carried` is what `carrier` gave to whoever caused it.

    Of `attributes`, text that is not plainly ours is not told.
    """
    told = {name: plain(value) for name, value in attributes.items()}
    with _chosen[-1].span(name, kind, told, carried) as opened:
        yield opened


def carrier() -> str:
    """Name the open span, for a job; "" where nobody traces."""
    return _chosen[-1].carrier()


def plain(value: Value) -> Value:
    """The value, if it is a number or a short text of letters that our own words are made of."""
    return value if isinstance(value, int) or _PLAIN.fullmatch(value) else _NOT_TOLD
