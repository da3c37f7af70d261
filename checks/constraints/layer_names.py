"""Which layer a file belongs to, by the names on its path."""

from __future__ import annotations

import re
from fnmatch import translate
from pathlib import PurePosixPath

from msgspec import Struct

PRESETS = {
    "routes-services-repositories-models": (
        "routes | routers | views | viewsets | controllers | endpoints | handlers | resolvers | resources | api",
        "services | service | usecases | use_cases | interactors | selectors",
        "repositories | repository | repos | dao | daos | crud | persistence",
        "models | model | entities | entity | orm | tables",
    ),
}
"""Layers that many backends have, by the usual names of their folders and files, from the top down."""


class Layer(Struct, frozen=True):
    """One layer: its place from the top (0), and the words of each of its names."""

    position: int
    names: tuple[str, ...]
    patterns: tuple[tuple[re.Pattern[str], ...], ...]

    def holds(self, parts: tuple[str, ...]) -> bool:
        """Whether the words of one of its names stand one after the other in `parts`."""
        return any(_stands_in(pattern, parts) for pattern in self.patterns)

    def name_of(self, parts: tuple[str, ...]) -> str:
        """Which of its names stands in `parts`; the first where none does."""
        found = (name for name, pattern in zip(self.names, self.patterns, strict=False) if _stands_in(pattern, parts))
        return next(found, self.names[0])


def layers_of(packages: tuple[str, ...]) -> tuple[Layer, ...]:
    """The layers from the top down."""
    return tuple(_layer(position, package) for position, package in enumerate(packages))


def memberships(path: str, layers: tuple[Layer, ...]) -> frozenset[int]:
    """Positions of the layers that a file may belong to; several where its path names several."""
    return frozenset(layer.position for layer in layers if layer.holds(parts_of(path)))


def parts_of(path: str) -> tuple[str, ...]:
    """Folders and name of a module: `src/app/models/__init__.py` as ("src", "app", "models")."""
    pure = PurePosixPath(path)
    stem = pure.name.partition(".")[0]
    parts = pure.parent.parts
    return parts if stem in {"__init__", "index", "mod"} else (*parts, stem)


def _layer(position: int, package: str) -> Layer:
    names = tuple(name for part in package.strip("() ").split("|") if (name := part.strip()))
    patterns = tuple(tuple(re.compile(translate(part)) for part in re.split(r"[./]", name) if part) for name in names)
    return Layer(position, names or (package,), patterns)


def _stands_in(pattern: tuple[re.Pattern[str], ...], parts: tuple[str, ...]) -> bool:
    size = len(pattern)
    return any(
        all(word.match(part) for word, part in zip(pattern, parts[start : start + size], strict=True))
        for start in range(len(parts) - size + 1)
    )
