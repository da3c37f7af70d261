"""CSV as RFC 4180 has it, which no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

from reviewer.render.foreign import one_line

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets begin a formula with, full-width forms included: https://owasp.org/www-community/attacks/CSV_Injection"""

Cell = str | int | float | bool | None


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table with its head; text that a program would run begins with an apostrophe, numbers stay numbers."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(it) for it in row] for row in rows)
    return out.getvalue()


def _cell(value: Cell) -> str | int | float:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            text = one_line(value)
            return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
        case _:
            return value
