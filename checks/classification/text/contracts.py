"""Written contracts and schemas: Prisma, GraphQL, protocol buffers, OpenAPI."""

from __future__ import annotations

import re

from checks.classification.file_area import FileArea, quoted
from checks.classification.text.lines import changed_lines
from checks.kit import Area, Change, Side

_OPENAPI = re.compile(r"^\s*[\"']?(?:openapi|swagger)[\"']?\s*:\s*[\"']?[23]\.", re.MULTILINE)
_PROSE = re.compile(
    r"^[\"']?(?:description|summary|title|examples?|externalDocs|operationId|version"
    r"|\$comment)[\"']?\s*:|^[\[\]{},]*$"
)


def prisma_areas(change: Change) -> list[FileArea]:
    """Schema, for any change of a model."""
    lines = changed_lines(change)
    return [FileArea(Area.SCHEMA, f"model changed: {quoted(lines[0].text)}", 0.85)] if lines else []


def contract_areas(change: Change) -> list[FileArea]:
    """Api-contracts, when a line of the contract went away or changed; new lines break nobody."""
    gone = [line for line in changed_lines(change) if line.side is Side.LEFT and not _PROSE.match(line.text)]
    return [FileArea(Area.API_CONTRACTS, f"{quoted(gone[0].text)} left the written contract", 0.7)] if gone else []


def is_openapi(change: Change) -> bool:
    """Whether a YAML or JSON file is an API description."""
    return any(_OPENAPI.search(source.text[:2_000]) for source in (change.head, change.base) if source)
