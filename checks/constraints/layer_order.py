"""Layers: a file may import its own layer and those below; a new import that leads up, even by others, is told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from checks.constraints.constraint import Constraint, Layers
from checks.constraints.import_graph import Edge, ImportGraph
from checks.constraints.judged import Judged
from checks.constraints.layer_names import Layer, layers_of, memberships, parts_of
from checks.constraints.saying import Violation, said
from checks.constraints.scope import Scope
from checks.kit import Change, ChangeSet, Hit, Kind, Side, Span
from checks.kit.files import is_test
from checks.kit.sentence import Lines, code, quote


def find_upward_imports(constraint: Constraint, checker: Layers, changes: ChangeSet) -> Judged:
    """A hit for each new import that makes a lower layer depend on a higher one."""
    order = _Order(layers_of(checker.packages), changes.ask(ImportGraph))
    files = [change for change in Scope(constraint).code(changes) if change.head is not None]
    layered = any(order.layers(change.path) for change in files)
    hits = tuple(hit for change in files for hit in _found(constraint, order, change))
    return Judged(constraint, layered or bool(hits), hits, notes=_notes(constraint, order.graph))


def _notes(constraint: Constraint, graph: ImportGraph) -> tuple[str, ...]:
    """Ways around that nobody could follow are said, for they are no pass."""
    if not graph.unread:
        return ()
    return (f"The constraint {constraint.id} could not follow the imports of {graph.unread} unchanged files.",)


class _Order:
    """What stands above what; a file whose path names several layers is given the benefit of the doubt."""

    def __init__(self, layers: tuple[Layer, ...], graph: ImportGraph) -> None:
        self._layers = layers
        self._known: dict[str, frozenset[int]] = {}
        self.graph = graph

    def layers(self, path: str) -> frozenset[int]:
        if path not in self._known:
            self._known[path] = memberships(path, self._layers)
        return self._known[path]

    def leads_up(self, importer: str, imported: str) -> bool:
        low, high = self.layers(importer), self.layers(imported)
        return bool(low and high) and max(high) < min(low)

    def name(self, path: str) -> str:
        return self._layers[min(self.layers(path))].name_of(parts_of(path))

    def chain(self, edge: Edge) -> list[str] | None:
        """The files from the lower layer to the higher one, this import among them; None where all is well."""
        if self.leads_up(edge.importer, edge.imported):
            return [edge.importer, edge.imported]
        if not self.layers(edge.importer):
            return next(self._through(edge), None)
        if self.layers(edge.imported):
            return None
        up = self.graph.chains_down(edge.imported, self._between, lambda path: self.leads_up(edge.importer, path))
        chains = ([edge.importer, *chain] for chain in up)
        outside = (it for it in chains if not any(_is_package_around(path, it[0]) for path in it[1:-1]))
        return next(outside, None)

    def _through(self, edge: Edge) -> Iterator[list[str]]:
        """The importer has no layer: somebody of a lower layer has to import it."""
        ends = [[edge.imported]]
        if not self.layers(edge.imported):
            ends = list(self.graph.chains_down(edge.imported, self._between, lambda path: bool(self.layers(path))))
        for high in ends:
            for low in self.graph.chains_up(edge.importer, self._between, partial(self._is_low_end, imported=high[-1])):
                chain = [*reversed(low), *high]
                if not any(_is_package_around(path, low[-1]) for path in chain[1:-1]):
                    yield chain

    def _is_low_end(self, importer: str, imported: str) -> bool:
        return self.leads_up(importer, imported) and not is_test(importer)

    def _between(self, path: str) -> bool:
        return not self.layers(path) and not is_test(path)


def _is_package_around(path: str, inner: str) -> bool:
    """Whether `path` is the package of a file, or one around it: Python runs it whatever the file imports."""
    folder, _, name = path.rpartition("/")
    return name == "__init__.py" and inner.startswith(f"{folder}/")


def _found(constraint: Constraint, order: _Order, change: Change) -> Iterator[Hit]:
    """One hit for each lower file that a changed file makes depend on a higher layer, whatever the ways."""
    told: set[tuple[str, frozenset[int]]] = set()
    for edge in order.graph.new_edges(change):
        chain = order.chain(edge)
        if chain is not None and (mark := (chain[0], order.layers(chain[-1]))) not in told:
            told.add(mark)
            yield _hit(constraint, order, change, edge, chain)


def _hit(constraint: Constraint, order: _Order, change: Change, edge: Edge, chain: list[str]) -> Hit:
    low, high = chain[0], chain[-1]
    way = "" if len(chain) == 2 else f", by way of {', '.join(map(code, chain[1:-1]))}"
    place = Lines(edge.line, edge.line)
    depends = f"{code(low)} ({order.name(low)}) now depends on {code(high)} ({order.name(high)}), a layer above it"
    violation = Violation(
        kind=Kind.INTRODUCED,
        span=Span(Side.RIGHT, change.path, edge.line, edge.line),
        symbol=None,
        what=f"{depends}{way}.",
        fact=f"import {low} -> {high}",
        evidence=(quote(change, Side.RIGHT, place, "now"),),
    )
    return said(constraint, violation)
