"""Area validation: a request parameter whose type or bounds changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.classification.file_area import FileArea, quoted
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.kit import Area, Side

_SOURCES = re.compile(r"\b(?:Query|Path|Body|Form|Header|Cookie|File)\(")
_WRAPPERS = re.compile(r"\b(?:Optional|Annotated|Union|None|typing|t)\b|[\[\]|., ]")


def areas(delta: Delta, fact: Fact) -> Iterator[FileArea]:
    """Validation, for a parameter read from the request that is of another type than before."""
    if fact.form is not Form.PARAMETER or fact.side is not Side.RIGHT:
        return
    for before in delta.elsewhere(Form.PARAMETER, fact):
        if before.name != fact.name:
            continue
        if (_SOURCES.search(before.text) or _SOURCES.search(fact.text)) and _type(before.text) != _type(fact.text):
            yield FileArea(
                Area.VALIDATION,
                f"type of request parameter {quoted(fact.name)} of {quoted(fact.unit)} was changed",
                0.6,
            )


def _type(text: str) -> str:
    """The annotation of `name: annotation = default`, without the wrappers that only mean "may be missing"."""
    return _WRAPPERS.sub("", text.partition(":")[2].partition("=")[0])
