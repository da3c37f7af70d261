"""Subtracts the matches of base and head from each other, both ways.

A match of a prohibition that is new is harm introduced; a match of a guard that is gone, while what it
guarded is still there, is a guard lost. `semgrep --baseline-commit` cannot say the second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from checks.kit import Kind
from reviewer.analysis.semgrep.difference import Difference, Seen
from reviewer.analysis.semgrep.match import Match
from reviewer.analysis.semgrep.once import once_told
from reviewer.analysis.semgrep.renaming import Renaming, is_renamed
from reviewer.analysis.semgrep.rule import Protects, RuleId, SemgrepRule
from reviewer.analysis.semgrep.scopes import FilePair, FileSide, Pairing, Scope, survival, words
from reviewer.analysis.semgrep.tokens import occurrences, tokens

_STILL_THERE: Final = 0.5
"""From this share of surviving words on, what a guard protected is still there."""
_METAVARIABLE: Final = re.compile(r"\$(?:\.\.\.)?[A-Z_][A-Z0-9_]*")


def compare(pairs: Sequence[FilePair], rules: Mapping[RuleId, SemgrepRule]) -> Iterator[Difference]:
    """Report every difference that matters, rule by rule; equal sides are silent."""
    pairing = Pairing(pairs)
    base = sorted((seen for pair in pairs if pair.base for seen in _seen(pair.base, rules)), key=_is_on_changed_line)
    head = sorted((seen for pair in pairs if pair.head for seen in _seen(pair.head, rules)), key=_is_on_changed_line)
    gained = _subtract(head, base, lambda seen: _identity(seen, seen.scope), lambda seen: _base_identity(seen, pairing))
    lost = _subtract(base, head, lambda seen: _base_identity(seen, pairing), lambda seen: _identity(seen, seen.scope))
    yield from _introduced(lost, gained, rules, pairing)
    yield from once_told(_guards(lost, gained, rules, pairing))


def bound(template: str, match: Match) -> str:
    """Fill a template with the source text of the match's metavariables; those that another form has are empty."""
    bindings = dict(match.bindings)
    return _METAVARIABLE.sub(lambda found: bindings.get(found.group(), ""), template)


def _seen(side: FileSide, rules: Mapping[RuleId, SemgrepRule]) -> Iterator[Seen]:
    name = side.blob.language
    told: set[Hashable] = set()
    reading = {rule for rule in {match.rule for match in side.matches} if rules[rule].reads_text}
    for match in side.matches:
        if match.rule in reading and side.is_said(match):
            continue
        guarding = rules[match.rule].guarding
        key = match.text if guarding is None or guarding.key is None else bound(guarding.key, match)
        subject = "" if guarding is None or guarding.subject is None else bound(guarding.subject, match)
        protects = Protects.UNIT if guarding is None else guarding.protects
        found = Seen(side, match, side.scope_of(match), tokens(key, name), tokens(subject, name), protects)
        place = (match.rule, match.start_offset, found.key, found.subject)
        if guarding is None or place not in told:  # a call is in the longer call that it begins
            told.add(place)
            yield found


def _is_on_changed_line(seen: Seen) -> bool:
    """Of equal matches those on changed lines come last: it is they that came or went."""
    return any(line in seen.side.changed for line in range(seen.match.start_line, seen.match.end_line + 1))


def _identity(seen: Seen, scope: Scope | None) -> Hashable:
    """Rule, what it is, what it protects, and the unit at head."""
    return (seen.match.rule, seen.key, seen.subject, scope)


def _base_identity(seen: Seen, pairing: Pairing) -> Hashable:
    """The identity under which a match of the base would stand at head; its own unit is gone for good."""
    return _identity(seen, pairing.head_of(seen.scope) or seen.scope)


def _subtract(
    some: Iterable[Seen],
    others: Iterable[Seen],
    name: Callable[[Seen], Hashable],
    other_name: Callable[[Seen], Hashable],
) -> list[Seen]:
    """What is in `some` more often than in `others`; of equal ones the later stay."""
    left: dict[Hashable, int] = {}
    for seen in others:
        left[other_name(seen)] = left.get(other_name(seen), 0) + 1
    rest: list[Seen] = []
    for seen in some:
        if left.get(name(seen), 0) > 0:
            left[name(seen)] -= 1
        else:
            rest.append(seen)
    return rest


# --- prohibitions ----------------------------------------------------------------------------------------------------


def _introduced(
    lost: Sequence[Seen], gained: Sequence[Seen], rules: Mapping[RuleId, SemgrepRule], pairing: Pairing
) -> Iterator[Difference]:
    """New harm. Old harm that was edited in its place, or went along with its unit, is not new."""
    rest = [seen for seen in gained if rules[seen.match.rule].guarding is None]
    old = [seen for seen in lost if rules[seen.match.rule].guarding is None]
    edited = [seen for seen in old if pairing.head_of(seen.scope) is not None]
    gone = [seen for seen in old if pairing.head_of(seen.scope) is None]
    rest = _subtract(
        rest,
        edited,
        lambda seen: (seen.match.rule, seen.scope),
        lambda seen: (seen.match.rule, pairing.head_of(seen.scope)),
    )
    rest = _subtract(rest, gone, lambda seen: (seen.match.rule, seen.key), lambda seen: (seen.match.rule, seen.key))
    for seen in rest:
        yield Difference(Kind.INTRODUCED, rules[seen.match.rule], None, seen, None)


# --- guards ----------------------------------------------------------------------------------------------------------


def _guards(
    lost: Sequence[Seen], gained: Sequence[Seen], rules: Mapping[RuleId, SemgrepRule], pairing: Pairing
) -> Iterator[Difference]:
    """Guards that no longer stand where they stood, while what they protected does."""
    free = [seen for seen in gained if rules[seen.match.rule].guarding is not None]
    missed: list[tuple[Seen, Scope]] = []
    deleted: dict[Hashable, int] = {}
    for seen in lost:
        scope = pairing.head_of(seen.scope)
        if rules[seen.match.rule].guarding is None or scope is None or not _is_missed(seen, scope, deleted):
            continue
        if not any(_holds(helper, seen) for helper in pairing.helpers_of(seen.scope, scope)):
            missed.append((seen, scope))
    for seen, scope in missed:
        rule = rules[seen.match.rule]
        instead = next((new for new in free if _stands_in(new, seen, scope)), None)
        if instead is not None:
            free.remove(instead)
            if is_renamed(seen.key, instead.key, Renaming(seen.scope.tokens, scope.tokens)):
                continue
            yield Difference(Kind.CHANGED, rule, seen, instead, scope)
            continue
        moved = next((new for new in free if _covers(new, seen, rules)), None)
        if moved is not None and moved.match.rule == seen.match.rule:
            free.remove(moved)  # a guard of another rule may cover many, one of the same rule covers one
        yield Difference(Kind.LOST if moved is None else Kind.MOVED, rule, seen, moved, scope)


def _is_missed(seen: Seen, scope: Scope, deleted: dict[Hashable, int]) -> bool:
    """Whether what the guard protected is still there, and the guard's own words are not.

    `deleted` counts the guards that went together with what they protected.
    """
    if _is_spelled(seen, scope):
        return False
    if not seen.subject:
        return survival(_protected(seen), scope.words) >= _STILL_THERE
    now = occurrences(seen.subject, scope.tokens)
    gone = occurrences(seen.subject, seen.scope.tokens) - now
    name = (seen.match.rule, seen.subject, seen.key, scope)
    deleted[name] = deleted.get(name, 0) + 1
    return now > 0 and deleted[name] > gone


def _is_spelled(seen: Seen, scope: Scope) -> bool:
    """Whether every word of the guard still stands in the unit as often: it was put another way, not dropped."""
    before = {word: seen.scope.words[word] for word in words(seen.key)}
    return bool(before) and all(0 < count <= scope.words[word] for word, count in before.items())


def _holds(helper: Scope, seen: Seen) -> bool:
    """Whether a unit spells every word of the guard."""
    key = words(seen.key)
    return bool(key) and key <= helper.words


def _protected(seen: Seen) -> Counter[str]:
    """The words inside a guard that wraps lines, else those of the unit beside it."""
    name = seen.side.blob.language
    match = seen.match
    if seen.protects is Protects.INSIDE and match.end_line - match.start_line >= 2:
        inside = seen.side.lines[match.start_line : match.end_line - 1]
        return words(tokens("\n".join(inside), name))
    return seen.scope.words - words(tokens(match.text, name))


def _stands_in(new: Seen, old: Seen, scope: Scope) -> bool:
    """Whether `new` is another guard of the same rule on the same code."""
    return new.match.rule == old.match.rule and new.scope is scope and new.subject == old.subject


def _covers(new: Seen, old: Seen, rules: Mapping[RuleId, SemgrepRule]) -> bool:
    """Whether `new` may protect elsewhere what `old` protected: the same guard, by the same or a wider form."""
    mine, its = rules[old.match.rule].guarding, rules[new.match.rule].guarding
    if mine is None or its is None or mine.family is not its.family or new.key != old.key:
        return False
    return new.match.rule != old.match.rule or new.subject == old.subject
