"""What holds for every check over all of its examples (house rules of a check)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pytest
from msgspec.structs import replace

from checks.kit import Area, Change, ChangeSet, Check, Example, Hit, Kind, Side, Suggestion
from checks.kit.discovery import all_checks, checks_concerned
from checks.ledger.canon import local_names

Rewrite = Callable[[str], str]

every_check = pytest.mark.parametrize("check", all_checks(), ids=[check.id for check in all_checks()])


@dataclass(frozen=True)
class Shown:
    """An example with what its check finds in it, which several rules ask for."""

    check: Check
    example: Example

    @cached_property
    def changes(self) -> ChangeSet:
        return self.example.changes()

    @cached_property
    def hits(self) -> list[Hit]:
        return hits(self.check, self.changes)


@every_check
def test_every_example_keeps_every_rule(check: Check) -> None:
    """One test per check: one per example and rule would cost more than what it proves. Who fails is named."""
    for example in check.examples:
        shown = Shown(check, example)
        for rule in RULES:
            try:
                rule(shown)
            except AssertionError as failure:
                failure.add_note(f"{rule.__name__}, in the example {example.name!r}")
                raise


@every_check
def test_a_check_has_more_silent_examples_than_finding_ones_or_as_many(check: Check) -> None:
    finding = sum(bool(example.finds) for example in check.examples)
    assert len(check.examples) - finding >= finding


@every_check
def test_a_check_says_what_it_finds(check: Check) -> None:
    kinds = {hit.kind for example in check.examples if example.finds for hit in hits(check, example.changes())}
    assert check.kind in kinds or check.kind in {Kind.CHANGED, Kind.MOVED}
    assert check.codes


def test_every_change_has_a_room() -> None:
    """Examples cover every check that discovery finds; an empty list would make this file vacuous."""
    examples = [example for check in all_checks() for example in check.examples]
    assert len(examples) >= 2 * len(all_checks()) > 0
    assert all(isinstance(change, Change) for example in examples for change in example.changes())


def finds_what_it_says_and_nothing_else(shown: Shown) -> None:
    assert shown.changes.skips == ()
    found = sorted(shown.hits, key=lambda hit: (hit.span.path, hit.span.start_line))
    assert [hit.span.start_line for hit in found] == [line for line, _ in shown.example.finds]
    for hit, (_, words) in zip(found, shown.example.finds, strict=True):
        assert words in f"{hit.title}\n{hit.message}"


def what_finds_concerns_the_area(shown: Shown) -> None:
    assert not shown.example.finds or shown.check in tuple(checks_concerned(shown.changes))


def hits_are_well_formed(shown: Shown) -> None:
    for change in shown.changes:
        for hit in shown.check.find(change, shown.check.options()):
            source = change.base if hit.span.side is Side.LEFT else change.head
            assert source is not None
            assert hit.span.path == change.path
            assert 1 <= hit.span.start_line <= hit.span.end_line <= len(source.lines)
            assert 0 < hit.confidence <= 1
            assert "\n" not in hit.title
            assert hit.title
            assert hit.message
            assert hit.fact
            for evidence in hit.evidence:
                assert evidence.span.start_line <= evidence.span.end_line
                assert evidence.label


def the_same_bytes_give_the_same_hits_in_any_order(shown: Shown) -> None:
    again = shown.example.changes()
    backwards = [hit for change in reversed(list(again)) for hit in shown.check.find(change, shown.check.options())]
    assert sorted(map(repr, shown.hits)) == sorted(map(repr, backwards))


def nothing_changed_means_silence(shown: Shown) -> None:
    for side in (shown.example.base, shown.example.head):
        assert hits(shown.check, unchanged(shown.example, side)) == []


def text_that_means_the_same_has_the_same_fingerprints(shown: Shown) -> None:
    before = facts(shown.hits)
    rewrites = (spread, reformatted, renamed, reordered) if is_python(shown.example) else (spread,)
    for rewrite in rewrites:
        after = facts(hits(shown.check, rewritten(shown.example, rewrite).changes()))
        assert after == before, f"{rewrite.__name__} changed them"


def a_file_that_does_not_parse_becomes_a_skip(shown: Shown) -> None:
    texts = shown.example.texts(shown.example.head)
    if is_python(shown.example) and texts:
        broken = rewritten(replace(shown.example, base=None), lambda text: f"{text}\ndef broken(:\n").changes()
        assert len(broken.skips) == len(texts)
        assert hits(shown.check, broken) == []


def a_suggestion_applied_silences_its_hit_and_still_parses(shown: Shown) -> None:
    for hit in shown.hits:
        if hit.suggestion is None:
            continue
        healed = applied(shown.example, hit.span.path, hit.suggestion).changes()
        assert healed.skips == ()
        assert hit.fact not in {other.fact for other in hits(shown.check, healed)}


def a_suggestion_applied_makes_nothing_new(shown: Shown) -> None:
    if shown.check.area is Area.MIGRATIONS:
        return  # the repair is the first of several steps there, and the next one is told
    for hit in shown.hits:
        if hit.suggestion is not None:
            healed = applied(shown.example, hit.span.path, hit.suggestion).changes()
            assert told(healed) < told(shown.changes)


RULES: Final = (
    finds_what_it_says_and_nothing_else,
    what_finds_concerns_the_area,
    hits_are_well_formed,
    the_same_bytes_give_the_same_hits_in_any_order,
    nothing_changed_means_silence,
    text_that_means_the_same_has_the_same_fingerprints,
    a_file_that_does_not_parse_becomes_a_skip,
    a_suggestion_applied_silences_its_hit_and_still_parses,
    a_suggestion_applied_makes_nothing_new,
)


def hits(check: Check, changes: ChangeSet) -> list[Hit]:
    return [hit for change in changes for hit in check.find(change, check.options())]


def facts(found: Iterable[Hit]) -> list[tuple[str, str | None, str]]:
    """What enters the fingerprints, without the order of the places."""
    return sorted((hit.kind.value, hit.symbol or "", hit.fact) for hit in found)


def told(changes: ChangeSet) -> set[tuple[str, str, str | None, str]]:
    """What a review of the change would tell."""
    return {(check.id, *fact) for check in checks_concerned(changes) for fact in facts(hits(check, changes))}


def applied(example: Example, path: str, suggestion: Suggestion) -> Example:
    """The example after its author took the suggestion."""
    head = example.texts(example.head)
    lines = head[path].split("\n")
    lines[suggestion.start_line - 1 : suggestion.end_line] = suggestion.replacement.split("\n")
    return replace(example, head={**head, path: "\n".join(lines)})


def unchanged(example: Example, side: str | Mapping[str, str] | None) -> ChangeSet:
    """The same text on both sides, as a pull request that touches the files without editing them."""
    texts = example.texts(side)
    around = replace(example, base={}, head={}, context={**(example.context or {}), **texts})
    changes = around.changes()
    assert list(changes) == []
    files = {path: f"{text}\n" for path, text in texts.items()}
    return replace(example, base=texts, head=files).changes()


def is_python(example: Example) -> bool:
    return all(path.endswith(".py") for side in (example.base, example.head) for path in example.texts(side))


def rewritten(example: Example, rewrite: Rewrite) -> Example:
    """Both sides of an example, rewritten alike."""

    def side(files: str | Mapping[str, str] | None) -> dict[str, str] | None:
        return None if files is None else {path: rewrite(text) for path, text in example.texts(files).items()}

    return replace(example, base=side(example.base), head=side(example.head))


def spread(text: str) -> str:
    """Blank lines above and below; within, they could change a string."""
    return f"\n\n\n{text}\n\n\n"


def reformatted(text: str) -> str:
    return ast.unparse(ast.parse(text)) + "\n"


def renamed(text: str) -> str:
    """Every variable that a function binds by assignment, renamed; parameters are part of its interface."""
    tree = ast.parse(text)
    for function in functions(tree):
        bound = local_names(function) - parameters(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id in bound:
                node.id = f"{node.id}_renamed"
            elif isinstance(node, ast.ExceptHandler) and node.name in bound:
                node.name = f"{node.name}_renamed"
    return ast.unparse(tree) + "\n"


def reordered(text: str) -> str:
    """Neighbouring top-level functions in the opposite order."""
    tree = ast.parse(text)
    tree.body = list(turned(tree.body))
    return ast.unparse(tree) + "\n"


def turned(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    run: list[ast.stmt] = []
    for stmt in body:
        if isinstance(stmt, ast.FunctionDef | ast.AsyncFunctionDef):
            run.append(stmt)
            continue
        yield from reversed(run)
        run = []
        yield stmt
    yield from reversed(run)


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Outermost functions and methods."""
    found: list[ast.FunctionDef | ast.AsyncFunctionDef] = []
    stack: list[ast.stmt] = list(tree.body)
    while stack:
        stmt = stack.pop()
        if isinstance(stmt, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(stmt)
        elif isinstance(stmt, ast.ClassDef):
            stack.extend(stmt.body)
    return found


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    return frozenset(node.arg for node in ast.walk(function) if isinstance(node, ast.arg))
