"""Settings of linters, type checkers and scanners as entries, whatever file they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from checks.kit import Source

_SECTION = re.compile(r"^\s*\[+([\w.:\"'*/\- ]+)\]+\s*$")
_KEY = re.compile(r"^\s*[\"']?([\w.*/\-]+)[\"']?\s*[:=]\s*(.*)$")
_ITEM = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w.*/\-]+)")
_COMMENT = re.compile(r"(^|\s)[#;].*$")


class Entry(Struct, frozen=True):
    """One value of one setting: `section` and `key` as written, `value` one item of it."""

    section: str
    key: str
    value: str
    line: int


def entries_of(source: Source | None) -> Iterator[Entry]:
    """Every entry of a TOML, INI or plain YAML file, read line by line: half-finished files are read as far as they go.

    A list over several lines gives one entry per item, under the key that opened it.
    """
    section = key = ""
    depth = 0
    for number, raw in enumerate(source.lines if source else (), start=1):
        text = _COMMENT.sub("", raw).rstrip()
        found = _SECTION.match(text) if depth <= 0 else None
        if found is not None:
            section, key = found[1].strip(), ""
            continue
        pair = _KEY.match(text) if depth <= 0 else None
        if pair is not None:
            key, text = pair[1], pair[2]
        for item in _ITEM.finditer(text):
            yield Entry(section, key, next(part for part in item.groups() if part is not None), number)
        depth = max(0, depth + sum(map(text.count, "[{")) - sum(map(text.count, "]}")))
