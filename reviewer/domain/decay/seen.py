"""What one review saw of the rules that a change has to keep: which of them it could break, and which it breaks.

Three subjects are counted apart. A *guard* stands in code that the change edits, and may be left out: omission. A
*prohibition* is what no changed file of an area may bring: commission. A *constraint* is an entry of the repository's
registry and says itself which of the two it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from msgspec import Struct, field

Subject = Literal["guard", "prohibition", "constraint"]
Duty = Literal["omission", "commission"]


class Rule(Struct, frozen=True, order=True):
    """What is kept or not; `name` is the constraint's id, "" for the guards and prohibitions of an area.

    Attributes:
        framework: of the files that are concerned; "" where nobody knows, and for constraints.
    """

    subject: Subject
    area: str
    name: str
    duty: Duty
    framework: str = ""


class Breach(Struct, frozen=True):
    """One rule that a head does not keep, by the finding that says so.

    Attributes:
        check: the check or rule that found it; of a constraint `<area>/<id>`.
    """

    rule: Rule
    fingerprint: str
    check: str
    path: str
    symbol: str
    title: str


@dataclass(frozen=True, slots=True)
class EditedFile:
    """A changed file, and the units of it that are edited."""

    path: str
    symbols: tuple[str, ...]


class Seen(Struct, frozen=True):
    """What a review saw, as far as its record goes.

    Attributes:
        kept: rule -> in how many units or files it was kept; 0 where it could be broken and nothing is to be counted.
        not_judged: paths that were not looked at.
        complete: whether every path that could hide a boundary was looked at.
        gone: path and symbol of units that are there no more.
        edited: for linking what happens later; without tests.
    """

    agent: str | None = None
    backend: bool = False
    frontend: bool = False
    complete: bool = True
    kept: Mapping[Rule, int] = field(default_factory=dict[Rule, int])
    breaches: tuple[Breach, ...] = ()
    paths: frozenset[str] = frozenset()
    not_judged: frozenset[str] = frozenset()
    gone: frozenset[tuple[str, str]] = frozenset()
    edited: tuple[EditedFile, ...] = ()


NOTHING_SEEN: Final = Seen()
