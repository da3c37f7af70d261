"""What people write to Holdfast in comments: one command a line, each beginning with /holdfast."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from checks.kit import Area

MOST_COMMANDS: Final = 10
_LONGEST_REASON: Final = 1_000
_AREAS: Final = tuple(area.value for area in Area)
_VERBS: Final = ("sign-off", "revoke", "bypass", "recheck", "status", "explain", "help")
_LINE: Final = re.compile(r"^[ \t]{0,3}/holdfast(?:[ \t]+(?P<rest>[^\r\n]*))?[ \t]*\r?$", re.MULTILINE)
_CODE: Final = re.compile(
    r"^ {0,3}(?P<fence>```+|~~~+).*?(?:^ {0,3}(?P=fence)|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.MULTILINE
)
_WORDS: Final = re.compile(r"[\s,]+")
_AREA_LIKE: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_LEAD: Final = re.compile(r"^(?:[-—:,]+\s*|because\b:?\s*|reason:\s*)+", re.IGNORECASE)


class SignOffCommand(Struct, frozen=True):
    """Sign these areas; `areas` is empty for all that are open."""

    areas: tuple[Area, ...]
    reason: str


class RevokeCommand(Struct, frozen=True):
    """Withdraw one's own sign-offs of these areas; `areas` is empty for all."""

    areas: tuple[Area, ...]


class BypassCommand(Struct, frozen=True):
    """Let the present head pass unsigned."""

    reason: str


class RecheckCommand(Struct, frozen=True):
    """Review again."""


class StatusCommand(Struct, frozen=True):
    """Say who signed, who can, and what to do."""


class ExplainCommand(Struct, frozen=True):
    """Say what a check looks for."""

    check: str


class HelpCommand(Struct, frozen=True):
    """List the commands."""


class Mistake(Struct, frozen=True):
    """A line that is no command, with what to write instead."""

    line: str
    message: str


Command = (
    SignOffCommand
    | RevokeCommand
    | BypassCommand
    | RecheckCommand
    | StatusCommand
    | ExplainCommand
    | HelpCommand
    | Mistake
)


def has_command(body: str) -> bool:
    """Whether a comment speaks to Holdfast at all; quotations and code blocks do not."""
    return _LINE.search(_CODE.sub("", body)) is not None


def read_commands(body: str) -> tuple[Command, ...]:
    """The commands of a comment, in order, the first ten."""
    lines = [found["rest"] or "" for found in _LINE.finditer(_CODE.sub("", body))]
    return tuple(map(_command, lines[:MOST_COMMANDS]))


def _command(line: str) -> Command:
    words = line.split(maxsplit=1)
    verb, rest = (words[0].casefold(), words[1] if len(words) > 1 else "") if words else ("help", "")
    match verb:
        case "sign-off" | "signoff" | "sign":
            return _sign_off(line, rest)
        case "revoke":
            areas, left, _ = _areas(rest)
            return _unknown_area(line, left) if left else RevokeCommand(areas)
        case "bypass":
            reason = _reason(rest)
            return (
                BypassCommand(reason) if reason else Mistake(line, "a bypass needs a reason: `/holdfast bypass REASON`")
            )
        case "recheck":
            return RecheckCommand()
        case "status":
            return StatusCommand()
        case "explain":
            return (
                ExplainCommand(rest.strip())
                if rest.strip()
                else Mistake(line, "name a check: `/holdfast explain CHECK`")
            )
        case "help":
            return HelpCommand()
        case _:
            return Mistake(line, f"there is no command {verb!r}{_nearest(verb, _VERBS)}")


def _sign_off(line: str, rest: str) -> Command:
    areas, left, named = _areas(rest)
    if not named:
        return _unknown_area(line, left)
    first = left.split(maxsplit=1)[0] if left else ""
    if _is_misspelt(first):
        return _unknown_area(line, left)
    return SignOffCommand(areas, _reason(left))


def _areas(text: str) -> tuple[tuple[Area, ...], str, bool]:
    """The areas at the beginning, what follows them, and whether any was named; `all` names every one."""
    found: list[Area] = []
    left, named = text.strip(), False
    while left:
        word, after = _first_word(left)
        if word == "all":
            return (), after, True
        if word not in _AREAS:
            break
        found.append(Area(word))
        left, named = after, True
    return tuple(dict.fromkeys(found)), left, named


def _first_word(text: str) -> tuple[str, str]:
    parts = _WORDS.split(text, maxsplit=1)
    return parts[0].rstrip(":").casefold(), parts[1] if len(parts) > 1 else ""


def _is_misspelt(word: str) -> bool:
    """Whether a word where the reason begins is nearly an area: better asked than half signed."""
    bare = word.rstrip(",;:").casefold()
    return bool(_AREA_LIKE.fullmatch(bare)) and bool(difflib.get_close_matches(bare, _AREAS, n=1, cutoff=0.8))


def _unknown_area(line: str, left: str) -> Mistake:
    word = left.split(maxsplit=1)[0].rstrip(",;:") if left.strip() else ""
    if not word:
        return Mistake(line, f"name an area, or `all`: {', '.join(_AREAS)}")
    return Mistake(line, f"{word!r} is no area{_nearest(word.casefold(), _AREAS)}; areas are {', '.join(_AREAS)}")


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f" (did you mean `{near[0]}`?)" if near else ""


def _reason(text: str) -> str:
    return _LEAD.sub("", " ".join(text.split()))[:_LONGEST_REASON].strip()
