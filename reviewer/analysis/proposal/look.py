"""One look over a repository as it stands, bounded in files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from checks.classification.areas_of import areas_of
from checks.constraints.layer_names import PRESETS, layers_of, memberships
from checks.kit import Area, ChangeSet, Source, Status, Tree
from checks.kit.change import FileVersions
from checks.kit.files import in_documentation_folder, is_binary, is_generated, is_test, language
from reviewer.analysis.proposal.generated import generated_files
from reviewer.analysis.proposal.names import house_names
from reviewer.analysis.proposal.owners import Owners
from reviewer.analysis.proposal.states import state_fields
from reviewer.domain.proposal import Proposal, SeenArea

_CLASSIFIED: Final = 300
_READ: Final = 1_500
_FEWEST_OF_LAYER: Final = 2
_SKIPPED: Final = frozenset({"vendor", "node_modules", "third_party", "dist", "build", "examples", "benchmarks"})
Item = TypeVar("Item")


def look_around(branch: str, tree: Tree) -> Proposal:
    """What the files of `tree` show; of a huge repository an even sample is read."""
    paths = tree.walk()
    code = [path for path in paths if _is_code(path)]
    sources = [source for source in tree.read_many(_sample(code, _READ)) if _is_plain(source)]
    python = [source for source in sources if language(source.path) == "python"]
    some = _sample(sources, _CLASSIFIED)
    return Proposal(
        branch=branch,
        read=len(some),
        areas=_areas(some, Owners.of(paths, tree)),
        guards=house_names(python),
        state_fields=tuple(state_fields(python)),
        layers=_layers(code),
        generated=generated_files(paths, tree),
    )


def _is_code(path: str) -> bool:
    if language(path) is None or is_test(path) or in_documentation_folder(path):
        return False
    return not _SKIPPED & set(path.split("/"))


def _is_plain(source: Source) -> bool:
    return not is_binary(source.data) and not is_generated(source.data)


def _sample(items: Sequence[Item], most: int) -> list[Item]:
    """At most so many, spread evenly."""
    step = max(1, -(-len(items) // most))
    return list(items[::step])


def _areas(sources: Iterable[Source], owners: Owners) -> tuple[SeenArea, ...]:
    changes = ChangeSet([FileVersions(source.path, Status.ADDED, None, source.data) for source in sources])
    found: defaultdict[Area, list[str]] = defaultdict(list)
    for change in changes:
        for area in areas_of(change):
            found[area.area].append(change.path)
    seen = [SeenArea(area, len(paths), paths[0], owners.team(paths)) for area, paths in found.items()]
    return tuple(sorted(seen, key=lambda it: (-it.files, it.area)))


def _layers(paths: Iterable[str]) -> tuple[str, ...]:
    """The layers of the usual names that this repository has, each by those of its names that stand on paths."""
    (packages,) = PRESETS.values()
    layers = layers_of(packages)
    counts = Counter(position for path in paths for position in memberships(path, layers))
    known = [position for position in sorted(counts) if counts[position] >= _FEWEST_OF_LAYER]
    words = {part for path in paths for part in path.replace(".", "/").split("/")}
    named = (
        " | ".join(name for name in map(str.strip, packages[position].split("|")) if name in words)
        for position in known
    )
    found = tuple(name for name in named if name)
    return found if len(found) >= 2 else ()
