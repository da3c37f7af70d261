"""The question to the analysis and its answer: values that cross a process boundary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct, field

from checks.classification import AppSide
from checks.constraints import Constraint
from checks.kit import Area, Hit, Settings, Side, Skip
from checks.kit.change import FileVersions

TIP: Final = "TIP"
"""The base branch as it stands now, beside the two sides of a change."""

WantedSide = Side | Literal["TIP"]

WantedFile = tuple[WantedSide, str]
"""A file that a check would like to read: the side, or `TIP`, and the path. On a side, it is an unchanged one.

A path that ends with a slash asks for the names of the files directly in that folder, "/" for those of the
root: the answer's bytes are the names, UTF-8, separated by NUL.
"""


ALL_FILES = "**/"
"""The path that asks for the paths of all files of a side, answered as a listing is."""


def listing_of(folder: str) -> str:
    """The path that asks for the files of a folder."""
    return f"{folder}/"


class FoundArea(Struct, frozen=True):
    """One area that a changed file touches, why, and how sure (0..1)."""

    path: str
    area: Area
    reason: str
    confidence: float


class FoundHit(Struct, frozen=True):
    """A hit and the id of the check or rule that found it."""

    check: str
    hit: Hit


class TouchedUnit(Struct, frozen=True):
    """A unit that the change edits and that an area cares for: its normalised code enters the content hash.

    Attributes:
        path: where a person finds it; does not enter the hash.
        symbol: qualified name; "" for what a file without known units changes.
        base: normalised old code, "" for a new unit; head likewise.
        guarded: whether a guard of the area stands in it, or it is a migration; else it only surrounds a hit.
    """

    area: Area
    path: str
    symbol: str
    base: str
    head: str
    guarded: bool = True


class ReadFile(Struct, frozen=True):
    """What the record of a review keeps of a changed file that was read.

    Attributes:
        side: of the application; None where nothing tells.
        framework: "" where no import names one.
        symbols: qualified names of the units that the change edits; of Python alone.
        gone: those of them that stand at base only.
    """

    path: str
    side: AppSide | None
    framework: str
    symbols: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class AnalysisRequest(Struct, frozen=True):
    """Readable changed files and everything the checks may know about them.

    Attributes:
        context: bytes of unchanged files at hand, None for a path known not to exist; only where
            trees are read ahead (GitHub). A local review reads its trees directly.
        disabled: ids of checks that are off.
        switched_on: ids of checks that are off by default and on here.
        options: check id -> its options as the configuration has them.
        constraints: the repository's own rules.
        unread: changed paths whose content is not among `files`.
        deadline_seconds: what was not reached by then was not looked at.
    """

    files: tuple[FileVersions, ...]
    settings: Settings = field(default_factory=Settings)
    context: Mapping[WantedFile, bytes | None] = field(default_factory=dict[WantedFile, "bytes | None"])
    disabled: frozenset[str] = frozenset()
    switched_on: frozenset[str] = frozenset()
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict[str, Mapping[str, object]])
    disabled_areas: frozenset[Area] = frozenset()
    constraints: tuple[Constraint, ...] = ()
    unread: tuple[str, ...] = ()
    deadline_seconds: float = 60.0


class BrokenConstraint(Struct, frozen=True):
    """A constraint that could not be judged, by its id ("" where nobody knows which), and why."""

    id: str
    reason: str


class ConstraintAnswers(Struct, frozen=True):
    """What the registry said of a change.

    Attributes:
        touched: code that a sign-off of a constraint's area binds to.
        applied: rules ("<area>/<id>") that had something to look at.
        notes: sentences for the reader about constraints themselves.
    """

    hits: tuple[FoundHit, ...] = ()
    skips: tuple[Skip, ...] = ()
    touched: tuple[TouchedUnit, ...] = ()
    applied: frozenset[str] = frozenset()
    broken: tuple[BrokenConstraint, ...] = ()
    notes: tuple[str, ...] = ()


class Analysis(Struct, frozen=True):
    """Everything that was seen, nothing decided.

    Attributes:
        wanted: unchanged files that were asked for and not at hand; with them the answer may be
            sharper.
        stages: stage -> milliseconds.
        registry: what the repository's constraints said; its hits, skips and touched units are among the others.
        read: the changed files that were read, for the records.
    """

    hits: tuple[FoundHit, ...]
    skips: tuple[Skip, ...]
    areas: tuple[FoundArea, ...]
    touched: tuple[TouchedUnit, ...]
    wanted: tuple[WantedFile, ...]
    stages: Mapping[str, float]
    registry: ConstraintAnswers = field(default_factory=ConstraintAnswers)
    read: tuple[ReadFile, ...] = ()
