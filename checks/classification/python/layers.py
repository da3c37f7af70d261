"""Area layering: a module of mapped classes that begins to import the layer which serves requests (family AR)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.classification.file_area import FileArea, quoted
from checks.classification.python.clue import whole_words
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.kit import Area, Side

_MAPPED = re.compile(r"\bmodels\.Model\b|\bdb\.Model\b|\bmapped_column\(|\bDeclarativeBase\b|\bColumn\(|\bSQLModel\b")
_SERVING = re.compile(
    r"(?:^|\.)(?:views?|viewsets?|routes?|routers?|controllers?|endpoints?|handlers|resources"
    r"|api\.v\d+)(?:\.|$)"
)
_WEB = whole_words(
    r"^(?:fastapi|flask|starlette|aiohttp web|django (?:http|shortcuts|views)|rest framework (?:views"
    r"|response|viewsets))"
)


def areas(delta: Delta, fact: Fact) -> Iterator[FileArea]:
    """Layering, for a new import that points from stored data up to requests."""
    if fact.form is not Form.IMPORT or fact.side is not Side.RIGHT:
        return
    if (_SERVING.search(fact.name) or _WEB.search(fact.said)) and _MAPPED.search(delta.source(fact).text):
        yield FileArea(
            Area.LAYERING, f"a module of stored data now imports {quoted(fact.name)}, which serves requests", 0.6
        )
