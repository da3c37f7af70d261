"""The areas of a changed file after the repository's own word: its globs always win."""

from __future__ import annotations

from collections.abc import Iterable

import pathspec

from checks.kit import Area
from reviewer.domain.policy import Policy
from reviewer.domain.report import FileArea


def areas_by_policy(path: str, found: Iterable[FileArea], policy: Policy) -> tuple[FileArea, ...]:
    """What was found without the switched-off areas, and what the configuration's globs add."""
    areas = {area.area: area for area in found}
    for area, its_policy in policy.areas.items():
        if its_policy.paths and pathspec.GitIgnoreSpec.from_lines(its_policy.paths).match_file(path):
            areas[area] = FileArea(area, "the configuration puts this path there", 1.0)
    order = [area for area in Area if area in areas and policy.area(area).enabled]
    return tuple(areas[area] for area in order)
