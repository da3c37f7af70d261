"""The words of a suppression: `allow[area/check] until=YYYY-MM-DD reason="..."`."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from msgspec import Struct

_ALLOW: Final = re.compile(r"holdfast:\s*allow\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_CHECKS: Final = re.compile(r"\s*\[(?P<checks>[^\]\n]*)\]")
_KEY: Final = re.compile(
    r"""\s*(?P<key>[\w-]+)\s*=\s*(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s"',;*]+))"""
)
_ID: Final = re.compile(r"[a-z-]+/[A-Za-z0-9][A-Za-z0-9._-]*")
_MEANT: Final = re.compile(r"\s*(\[|(until|reason)\s*=)")
_END: Final = re.compile(r"\s*(\*/|-->|--\}\}|#\}|\})?\s*$")
_LONGEST_REASON: Final = 500
_KEYS: Final = ("until", "reason")


class Words(Struct, frozen=True):
    """What a suppression says.

    Attributes:
        checks: ids of the checks whose findings it accepts.
        until: the last day on which it holds; None where it says none.
        reason: why; "" where it says none.
        mistake: what is wrong with it, as a clause; "" when it can be read.
    """

    checks: tuple[str, ...] = ()
    until: date | None = None
    reason: str = ""
    mistake: str = ""


def read_words(comment: str) -> Words | None:
    """The suppression in the text of a comment; None where there is none.

    `holdfast: allow` in prose is none either: it has to be followed by a bracket, a key or the end.
    """
    found = _ALLOW.search(comment)
    if found is None:
        return None
    rest = found["rest"]
    checks = _CHECKS.match(rest)
    if checks is None:
        if rest.strip() and not _MEANT.match(rest):
            return None
        return Words(mistake="it names no check: write allow[area/check]")
    ids = tuple(dict.fromkeys(part.strip() for part in checks["checks"].split(",") if part.strip()))
    wrong = next((each for each in ids if not _ID.fullmatch(each)), None)
    if not ids or wrong is not None:
        return Words(ids, mistake=f"{wrong or 'nothing'!r} is no check: write area/check")
    return _read_keys(ids, rest[checks.end() :])


def _read_keys(checks: tuple[str, ...], text: str) -> Words:
    given: dict[str, str] = {}
    while not _END.match(text):
        found = _KEY.match(text)
        if found is None:
            return Words(
                checks, mistake=f'{text.strip()[:40]!r} is not understood: write until=YYYY-MM-DD reason="..."'
            )
        key = found["key"].lower()
        if key not in _KEYS or key in given:
            why = "stands here twice" if key in given else "is not known"
            return Words(checks, mistake=f"the word {key!r} {why}: until and reason are")
        given[key] = next(text for text in (found["double"], found["single"], found["bare"]) if text is not None)
        text = text[found.end() :]
    return _words(checks, given)


def _words(checks: tuple[str, ...], given: dict[str, str]) -> Words:
    reason = " ".join(given.get("reason", "").split())
    if len(reason) > _LONGEST_REASON:
        return Words(checks, mistake=f"its reason has more than {_LONGEST_REASON} characters")
    until = None
    if "until" in given:
        try:
            until = date.fromisoformat(given["until"])
        except ValueError:
            return Words(checks, reason=reason, mistake=f"{given['until'][:40]!r} is no day: write until=YYYY-MM-DD")
    return Words(checks, until, reason)
