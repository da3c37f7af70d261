"""The YAML of a rule file: its values, and the line of each; the edge where ruamel's untyped objects end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Place = tuple[int | str, ...]
"""Keys and indices that lead to a value."""


class BadYaml(ValueError):
    """The text is no YAML; `line` is 1-based."""

    def __init__(self, line: int, what: str) -> None:
        """Keep the place beside the reason."""
        super().__init__(what)
        self.line = line


def read_yaml(text: str) -> object:
    """Return plain values; raises BadYaml, also for a key that stands twice."""
    from ruamel.yaml import YAML  # noqa: PLC0415  (the built rules need none of it: a fortieth of a short review)
    from ruamel.yaml.error import MarkedYAMLError  # noqa: PLC0415  (the same)

    yaml: Any = YAML(typ="safe")
    try:
        return yaml.load(text)
    except MarkedYAMLError as error:
        marked: Any = error
        mark = marked.problem_mark or marked.context_mark
        raise BadYaml(mark.line + 1 if mark else 1, f"{marked.problem or marked.context}") from error


def line_of(text: str, place: Place) -> int:
    """Return the line of the deepest part of `place` (keys and indices) that exists in a YAML text."""
    from ruamel.yaml import YAML  # noqa: PLC0415  (as above)

    yaml: Any = YAML(typ="rt")
    lines = dict(_lines(yaml.compose(text), ()))
    return next((lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines), 1)


def _lines(node: Any, place: Place) -> Iterator[tuple[Place, int]]:  # noqa: ANN401  (untyped)
    if node is None:
        return
    yield place, node.start_mark.line + 1
    if node.id == "mapping":
        for key, value in node.value:
            below = (*place, str(key.value))
            yield from _lines(value, below)
            yield below, key.start_mark.line + 1  # a block's own mark may be a line further down
    elif node.id == "sequence":
        for number, item in enumerate(node.value):
            yield from _lines(item, (*place, number))
