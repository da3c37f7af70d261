"""The layouts of SQL migration tools: which part of a file goes up, which down, and who opens a transaction."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace


class _Marks(Struct, frozen=True):
    """Marks of the up part, of the down part, and of words that switch the transaction off."""

    up: re.Pattern[str]
    down: re.Pattern[str]
    off: re.Pattern[str]


def _marks(up: str, down: str, off: str) -> _Marks:
    return _Marks(*(re.compile(pattern, re.IGNORECASE | re.MULTILINE) for pattern in (up, down, off)))


_MARKS = {
    "dbmate": _marks(r"--\s*migrate:up\b(?P<options>.*)", r"--\s*migrate:down\b.*", r"transaction:\s*false"),
    "goose": _marks(
        r"--\s*\+goose\s+Up\b(?P<options>.*)", r"--\s*\+goose\s+Down\b.*", r"--\s*\+goose\s+NO\s+TRANSACTION"
    ),
    "sql-migrate": _marks(r"--\s*\+migrate\s+Up\b(?P<options>.*)", r"--\s*\+migrate\s+Down\b.*", r"notransaction"),
    "node-pg-migrate": _marks(r"--\s*Up\s+Migration\b(?P<options>.*)", r"--\s*Down\s+Migration\b.*", r"(?!)"),
    "tern": _marks(r"\A(?P<options>)", r"----\s*create above\s*/\s*drop below\s*----", r"----\s*disable-tx\s*----"),
}
# A file may say it for tools that have no marks of parts: Atlas, sqlx; what squawk is told counts as the author's word.
_NO_TRANSACTION = re.compile(
    r"^\s*--\s*(?:atlas:txmode\s+none|no-transaction|squawk-disable-assume-in-transaction)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_LIQUIBASE = re.compile(r"\A\s*--\s*liquibase formatted sql", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?P<version>\d{1,20}(?:[._]\d+)*)(?:[_\-.]+(?P<words>.*))?$")
_FLYWAY = re.compile(r"^(?P<kind>[VUR])(?P<version>\d[\d._]*)?__(?P<words>.+)$")
_FOLDERS = frozenset(
    {
        "migrations",
        "migration",
        "migrate",
        "migrates",
        "versions",
        "changelogs",
        "changelog",
        "revisions",
        "upgrades",
        "patches",
    }
)
_DUMPS = re.compile(r"schema|structure|dump|seed|fixture|init|setup|backup|create_?db|bootstrap", re.IGNORECASE)


class Part(Struct, frozen=True):
    """One direction of a file: code points [start, end) of its text."""

    start: int
    end: int


class Layout(Struct, frozen=True):
    """How one SQL file is run.

    Attributes:
        tool: "dbmate", "Flyway", …, "SQL" when only the numbering tells that it is a migration.
        version: what orders it within its folder.
        up: None for a file that holds the way down only.
        wraps: whether the tool runs it in one transaction; None when nobody knows.
        separate_down: path of the file that holds the way down, where the tool keeps two files.
    """

    tool: str
    version: str
    up: Part | None
    down: Part | None
    wraps: bool | None
    separate_down: str = ""
    repeatable: bool = False


def layout_of(path: str, text: str) -> Layout | None:
    """The layout that the text's marks or the file's name show; None when it is no migration."""
    name = PurePosixPath(path)
    for tool, marks in _MARKS.items() if text else ():
        if layout := _marked(tool, name, text, marks):
            return layout
    if _LIQUIBASE.match(text):
        wraps = re.search(r"runInTransaction:\s*false", text, re.IGNORECASE) is None
        return Layout("Liquibase", name.stem, Part(0, len(text)), None, wraps)
    named = _by_name(name, text)
    return named and (replace(named, wraps=False) if _NO_TRANSACTION.search(text) else named)


def _marked(tool: str, name: PurePosixPath, text: str, marks: _Marks) -> Layout | None:
    first = marks.up.search(text)
    second = marks.down.search(text) if first is not None else None
    if first is None or (tool == "tern" and second is None):
        return None
    end = second.start() if second and second.start() > first.end() else len(text)
    below = Part(second.end(), len(text)) if second and second.start() > first.end() else None
    options = first["options"] if tool in {"dbmate", "sql-migrate"} else text
    return Layout(tool, _version(name), Part(first.end(), end), below, wraps=marks.off.search(options) is None)


def _version(name: PurePosixPath) -> str:
    found = _NUMBERED.match(name.stem)
    return found["version"] if found else name.stem


def _by_name(name: PurePosixPath, text: str) -> Layout | None:
    whole = Part(0, len(text))
    if found := _FLYWAY.match(name.stem):
        kind, version = found["kind"], found["version"] or found["words"]
        if kind == "U":
            return Layout("Flyway", version, None, whole, None)
        down = str(name.with_name(f"U{version}__{found['words']}.sql"))
        return Layout("Flyway", version, whole, None, None, separate_down=down, repeatable=kind == "R")
    for word, other in (("up", "down"), ("down", "up")):
        if name.stem.endswith(f".{word}") or (name.stem == word and _NUMBERED.match(name.parent.name)):
            version = _version(name if name.stem != word else PurePosixPath(name.parent.name))
            return _two_files(name, text, word, other, version)
    folders = {part.lower() for part in name.parent.parts}
    if name.stem == "migration" and _NUMBERED.match(name.parent.name):
        return Layout("Prisma", name.parent.name, whole, None, wraps=False)
    if (found := _NUMBERED.match(name.stem)) and (folders & _FOLDERS or len(found["version"]) >= 3):
        tool = "Supabase" if "supabase" in folders else "SQL"
        return Layout(tool, found["version"], whole, None, None)
    in_folder = bool({*name.parent.parts[-2:]} & _FOLDERS)
    if in_folder and not _DUMPS.search(name.stem):
        return Layout("SQL", name.stem, whole, None, None)
    return None


def _two_files(name: PurePosixPath, text: str, word: str, other: str, version: str) -> Layout:
    partner = name.with_name(f"{name.stem[: -len(word)]}{other}{name.suffix}")
    whole = Part(0, len(text))
    if word == "down":
        return Layout("golang-migrate", version, None, whole, None)
    return Layout("golang-migrate", version, whole, None, None, separate_down=str(partner))
