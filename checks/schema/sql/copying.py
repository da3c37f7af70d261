"""INSERT … SELECT, column by column."""

from __future__ import annotations

import re

_COPY = re.compile(
    r"\s*INSERT\s+INTO\s+[^\s(]+\s*\((?P<into>[^()]*)\)\s*SELECT\s+(?P<out>.*?)\s+FROM\s+", re.IGNORECASE | re.DOTALL
)
_NAME = re.compile(r"[`\"\[]?(?P<name>\w+)[`\"\]]?(?:\s+AS\s+\S+)?", re.IGNORECASE)
_MOST = 20_000  # code points of a statement that is looked into


def copied_columns(text: str) -> tuple[tuple[str, str], ...]:
    """Column that is written, and the column it is copied from, "" for anything else; empty when nobody can tell."""
    found = _COPY.match(text[:_MOST])
    if found is None:
        return ()
    into = [part.strip().strip('`"[]') for part in found["into"].split(",")]
    out = _parts(found["out"])
    if len(into) != len(out):
        return ()
    names = (_NAME.fullmatch(part) for part in out)
    plain = ("" if name is None or name["name"].isdigit() else name["name"] for name in names)
    return tuple(zip(into, ("" if name.upper() in {"NULL", "TRUE", "FALSE"} else name for name in plain), strict=True))


def _parts(text: str) -> list[str]:
    """The text between the commas that stand in no brackets or quotes."""
    parts: list[str] = []
    depth, start, quote = 0, 0, ""
    for at, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"`":
            quote = letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "," and not depth:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]
