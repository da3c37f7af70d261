"""Both sides of a change compared: facts that cancel out, and the delta that is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from checks.classification.python.collect import collect
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.classification.words import spoken
from checks.kit import Change, Side, Source
from checks.kit.renames import in_new_names, renamed_functions

_Key = tuple[Form, str, str, str]


def delta_of(change: Change) -> Delta:
    """The delta of a Python file; raises Undecodable or Unparsable as the sources do."""
    base = collect(change.base, change.removed_lines, Side.LEFT) if change.base else []
    head = collect(change.head, change.added_lines, Side.RIGHT) if change.head else []
    renamed = renamed_functions(change)
    if renamed:
        base = [_in_new_names(fact, renamed) for fact in base]
    base, head = _without_common(base, head, _in_unit)
    base_units, head_units = _units(change.base), _units(change.head)
    moved_from = [fact for fact in base if fact.unit not in head_units]
    moved_to = [fact for fact in head if fact.unit not in base_units]
    _, head_left = _without_common(moved_from, head, _anywhere)
    base_left, _ = _without_common(base, moved_to, _anywhere)
    del moved_from, moved_to
    return Delta(change, tuple(_without_idle_operators([*base_left, *head_left])))


def _in_new_names(fact: Fact, renamed: Mapping[str, str]) -> Fact:
    """A fact of the base as the head would say it."""
    said = {spoken(old): spoken(new) for old, new in renamed.items()}
    return replace(
        fact,
        name=in_new_names(fact.name, renamed),
        text=in_new_names(fact.text, renamed),
        unit=in_new_names(fact.unit, renamed),
        said=in_new_names(fact.said, said),
        inside=in_new_names(fact.inside, said),
    )


def _units(source: Source | None) -> set[str]:
    return {"", *source.index.names.values()} if source else {""}


def _in_unit(fact: Fact) -> tuple[str, _Key]:
    return (fact.unit, _anywhere(fact))


def _anywhere(fact: Fact) -> _Key:
    belongs = fact.inside if fact.form in {Form.ARGUMENT, Form.ENTRY} else ""
    return (fact.form, fact.name, fact.text, f"{belongs}|{fact.target}")


def _without_common(base: list[Fact], head: list[Fact], key: Callable[[Fact], object]) -> tuple[list[Fact], list[Fact]]:
    """Both lists without the pairs of equal key; each fact cancels at most one of the other side."""
    return _less(base, Counter(map(key, head)), key), _less(head, Counter(map(key, base)), key)


def _less(facts: list[Fact], others: Counter[object], key: Callable[[Fact], object]) -> list[Fact]:
    left: list[Fact] = []
    for fact in facts:
        if others[key(fact)] > 0:
            others[key(fact)] -= 1
        else:
            left.append(fact)
    return left


def _without_idle_operators(facts: list[Fact]) -> list[Fact]:
    """A boolean operator speaks only where it was exchanged and the conditions it joins stayed."""
    conditions = {fact.unit for fact in facts if fact.form is Form.CONDITION}
    sides: dict[str, set[Side]] = {}
    for fact in facts:
        if fact.form is Form.OPERATOR:
            sides.setdefault(fact.unit, set()).add(fact.side)
    return [
        fact
        for fact in facts
        if fact.form is not Form.OPERATOR or (len(sides[fact.unit]) == 2 and fact.unit not in conditions)
    ]
