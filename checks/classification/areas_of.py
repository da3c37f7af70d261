"""Which areas a changed file belongs to: by what its changed lines do, never by its path alone."""

from __future__ import annotations

from collections.abc import Iterator

from checks.classification.file_area import FileArea, strongest
from checks.classification.python.read import python_areas
from checks.classification.text.contracts import contract_areas, is_openapi, prisma_areas
from checks.classification.text.gates import gate_areas, gate_file, suppression_areas
from checks.classification.text.read import text_areas
from checks.classification.text.settings import setting_areas
from checks.classification.text.sql import sql_areas
from checks.classification.text.tests import weakened_test
from checks.kit import Change
from checks.kit.files import (
    could_hide_boundary,
    in_documentation_folder,
    is_frontend,
    is_generated,
    is_test,
    language,
)


def areas_of(change: Change) -> tuple[FileArea, ...]:
    """The areas that the change touches, the surest reason for each, in the order of the contract.

    Pure. Prose, pages and generated code touch none; tests only when a refusal is no longer held.
    Raises Undecodable when a side is no text.
    """
    return strongest(list(_areas(change)))


def _areas(change: Change) -> Iterator[FileArea]:
    path = change.path
    if gate_file(path) or gate_file(change.base_path):
        yield from gate_areas(change)
    elif not could_hide_boundary(path) or is_frontend(path) or in_documentation_folder(path) or _is_generated(change):
        return
    elif is_test(path):
        yield from weakened_test(change)
    else:
        yield from gate_areas(change)
        yield from suppression_areas(change)
        yield from _by_language(change)


def _by_language(change: Change) -> list[FileArea]:
    match language(change.path):
        case "python":
            return python_areas(change)
        case "sql":
            return sql_areas(change)
        case "prisma":
            return prisma_areas(change)
        case "graphql" | "proto":
            return contract_areas(change)
        case None:
            return contract_areas(change) if is_openapi(change) else list(setting_areas(change))
        case name:
            return text_areas(change, name)


def _is_generated(change: Change) -> bool:
    source = change.head or change.base
    return source is not None and is_generated(source.data)
