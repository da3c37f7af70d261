"""What holds for every check over all of its examples (house rules of a check)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import pytest

from checks.kit import Area, Change, ChangeSet, Check, Example, Hit, Kind, Side, Suggestion
from checks.kit.discovery import all_checks, checks_concerned
from checks.ledger.canon import local_names

Rewrite = Callable[[str], str]

every_check = pytest.mark.parametrize("check", all_checks(), ids=[check.id for check in all_checks()])


def every_example(holds: Callable[[Check, Example], None]) -> Callable[[Check], None]:
    """One test per check of what holds for each of its examples; the example that fails is named.

    A test of its own for each example would cost more than what it proves.
    """

    @every_check
    def test(check: Check) -> None:
        for example in check.examples:
            try:
                holds(check, example)
            except AssertionError as failure:
                failure.add_note(f"in the example {example.name!r}")
                raise

    test.__name__ = holds.__name__
    return test


def hits(check: Check, changes: ChangeSet) -> list[Hit]:
    return [hit for change in changes for hit in check.find(change, check.options())]


def facts(check: Check, changes: ChangeSet) -> list[tuple[str, str | None, str]]:
    """What enters the fingerprints, without the order of the places."""
    return sorted((hit.kind.value, hit.symbol or "", hit.fact) for hit in hits(check, changes))


@every_example
def test_an_example_finds_what_it_says_and_nothing_else(check: Check, example: Example) -> None:
    changes = example.changes()
    assert changes.skips == ()
    found = sorted(hits(check, changes), key=lambda hit: (hit.span.path, hit.span.start_line))
    assert [hit.span.start_line for hit in found] == [line for line, _ in example.finds]
    for hit, (_, words) in zip(found, example.finds, strict=True):
        assert words in f"{hit.title}\n{hit.message}"


@every_example
def test_an_example_that_finds_concerns_the_area(check: Check, example: Example) -> None:
    assert not example.finds or check in tuple(checks_concerned(example.changes()))


@every_example
def test_a_hit_is_well_formed(check: Check, example: Example) -> None:
    changes = example.changes()
    for change in changes:
        for hit in check.find(change, check.options()):
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


@every_example
def test_the_same_bytes_give_the_same_hits_in_any_order(check: Check, example: Example) -> None:
    first, second = example.changes(), example.changes()
    backwards = [hit for change in reversed(list(second)) for hit in check.find(change, check.options())]
    assert sorted(map(repr, hits(check, first))) == sorted(map(repr, backwards))


@every_example
def test_nothing_changed_means_silence(check: Check, example: Example) -> None:
    for side in (example.base, example.head):
        assert hits(check, unchanged(example, side)) == []


@every_example
def test_text_that_means_the_same_has_the_same_fingerprints(check: Check, example: Example) -> None:
    before = facts(check, example.changes())
    rewrites = (spread, reformatted, renamed, reordered) if is_python(example) else (spread,)
    for rewrite in rewrites:
        assert facts(check, rewritten(example, rewrite).changes()) == before, f"{rewrite.__name__} changed them"


@every_example
def test_a_file_that_does_not_parse_becomes_a_skip(check: Check, example: Example) -> None:
    if is_python(example) and example.texts(example.head):
        changes = rewritten(replace(example, base=None), lambda text: f"{text}\ndef broken(:\n").changes()
        assert len(changes.skips) == len(example.texts(example.head))
        assert hits(check, changes) == []


@every_example
def test_a_suggestion_applied_silences_its_hit_and_still_parses(check: Check, example: Example) -> None:
    for hit in hits(check, example.changes()):
        if hit.suggestion is None:
            continue
        healed = applied(example, hit.span.path, hit.suggestion)
        changes = healed.changes()
        assert changes.skips == ()
        assert hit.fact not in {other.fact for other in hits(check, changes)}


@every_example
def test_a_suggestion_applied_makes_nothing_new(check: Check, example: Example) -> None:
    if check.area is Area.MIGRATIONS:
        return  # the repair is the first of several steps there, and the next one is told
    for hit in hits(check, example.changes()):
        if hit.suggestion is None:
            continue
        before = {(other.id, fact) for other in all_checks() for fact in facts(other, example.changes())}
        healed = applied(example, hit.span.path, hit.suggestion).changes()
        after = {(other.id, fact) for other in all_checks() for fact in facts(other, healed)}
        assert after < before


@every_check
def test_a_check_has_more_silent_examples_than_finding_ones_or_as_many(check: Check) -> None:
    finding = sum(bool(example.finds) for example in check.examples)
    assert len(check.examples) - finding >= finding


@every_check
def test_a_check_says_what_it_finds(check: Check) -> None:
    kinds = {hit.kind for example in check.examples for hit in hits(check, example.changes())}
    assert check.kind in kinds or check.kind in {Kind.CHANGED, Kind.MOVED}
    assert check.codes


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


def test_every_change_has_a_room() -> None:
    """Examples cover every check that discovery finds; an empty list would make this file vacuous."""
    examples = [example for check in all_checks() for example in check.examples]
    assert len(examples) >= 2 * len(all_checks()) > 0
    assert all(isinstance(change, Change) for example in examples for change in example.changes())
