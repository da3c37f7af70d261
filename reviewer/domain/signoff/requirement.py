"""What has to come together for one boundary, and what is missing of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final, assert_never

from msgspec import Struct
from msgspec.structs import replace

from reviewer.domain.sign_off_rule import AllOf, AnyOf, SignOff, SignOffRule, eligible
from reviewer.domain.signoff.people import Signer, at_least, login_key, team_key

_MOST_ALTERNATIVES: Final = 2_000
"""Ways to fulfil one rule that are tried; nested any_of blocks multiply, and nobody writes so many by hand."""


class Requirement(Struct, frozen=True):
    """Who has to sign a boundary.

    Attributes:
        owner: of the repository: whose teams the rules name.
        rule: the area's own; None where only the code owners count.
        owners: one group for each set of code owners of the boundary's paths; one signer may stand for several.
            Empty where they do not count, or a path has none.
        count: different people at least.
    """

    owner: str
    rule: SignOff | None
    owners: tuple[SignOffRule, ...]
    count: int

    @property
    def eligible(self) -> tuple[str, ...]:
        """Who may sign some part of it, in words."""
        rules = ((self.rule,) if self.rule is not None else ()) + self.owners
        return tuple(dict.fromkeys(name for rule in rules for name in eligible(rule)))

    @property
    def teams(self) -> frozenset[str]:
        """Keys of every team that it names."""
        rules = (*((self.rule,) if self.rule is not None else ()), *self.owners)
        return frozenset(team_key(team, self.owner) for rule in rules for leaf in _leaves(rule) for team in leaf.teams)

    def counts(self, signer: Signer) -> bool:
        """Whether this person's sign-off counts for any part of it."""
        rules = (*((self.rule,) if self.rule is not None else ()), *self.owners)
        return any(fits(leaf, signer, self.owner) for rule in rules for leaf in _leaves(rule))

    def missing(self, signers: Sequence[Signer]) -> Missing | None:
        """What is missing beside these sign-offs; None when nothing is."""
        own = () if self.rule is None else _unmet(self.rule, signers, self.owner)
        owned = tuple(group for group in self.owners if not any(fits(group, one, self.owner) for one in signers))
        ways = [way for way, exists in ((own, self.rule is not None), (owned, bool(self.owners))) if exists]
        lacking = min(ways, key=lambda way: sum(rule.count for rule in way))
        people = {signer.account.key for signer in signers if self.counts(signer)}
        more = max(self.count - len(people), 0)
        if not lacking and not more:
            return None
        names = tuple(dict.fromkeys(name for rule in lacking for name in eligible(rule))) or self.eligible
        return Missing(max(sum(rule.count for rule in lacking), more), names)


@dataclass(frozen=True, slots=True)
class Missing:
    """How many more have to sign, and who may."""

    count: int
    eligible: tuple[str, ...]


def fits(rule: SignOffRule, signer: Signer, owner: str) -> bool:
    """Whether a person is one of those whom this block names, and has its permission."""
    if not at_least(signer.standing.permission, rule.permission):
        return False
    if not rule.users and not rule.teams:
        return True
    named = signer.account.key in map(login_key, rule.users)
    return named or any(team_key(team, owner) in signer.standing.teams for team in rule.teams)


def _leaves(rule: SignOff) -> Iterator[SignOffRule]:
    match rule:
        case SignOffRule():
            yield rule
        case AnyOf() | AllOf():
            for part in rule.rules:
                yield from _leaves(part)
        case _:
            assert_never(rule)


def _unmet(rule: SignOff, signers: Sequence[Signer], owner: str) -> tuple[SignOffRule, ...]:
    """The places that stay empty in the way to fulfil the rule that leaves the fewest, each of count 1 or more."""
    ways = (_empty_places(way, signers, owner) for way in islice(_ways(rule), _MOST_ALTERNATIVES))
    best = min(ways, key=len, default=())
    return tuple(replace(place, count=best.count(place)) for place in dict.fromkeys(best))


def _ways(rule: SignOff) -> Iterator[tuple[SignOffRule, ...]]:
    """Every way to fulfil the rule, as places of one person each."""
    match rule:
        case SignOffRule():
            yield (replace(rule, count=1),) * rule.count
        case AnyOf():
            for part in rule.rules:
                yield from _ways(part)
        case AllOf():
            parts = [tuple(islice(_ways(part), _MOST_ALTERNATIVES)) for part in rule.rules]
            for chosen in product(*parts):
                yield tuple(place for part in chosen for place in part)
        case _:
            assert_never(rule)


def _empty_places(places: Sequence[SignOffRule], signers: Sequence[Signer], owner: str) -> tuple[SignOffRule, ...]:
    """The places that no assignment of one person each can fill (Kuhn's matching)."""
    people = list({signer.account.key: signer for signer in signers}.values())
    may = [[n for n, one in enumerate(people) if fits(place, one, owner)] for place in places]
    taken: dict[int, int] = {}
    # The narrowest first: what stays empty is then what most people could fill.
    narrow = sorted(range(len(places)), key=lambda n: _openness(places[n]))
    empty = {n for n in narrow if not _seat(n, may, taken, set())}
    return tuple(places[n] for n in sorted(empty))


def _openness(rule: SignOffRule) -> tuple[bool, bool, int]:
    return (not rule.users and not rule.teams, bool(rule.teams), len(rule.users))


def _seat(place: int, may: Sequence[Iterable[int]], taken: dict[int, int], asked: set[int]) -> bool:
    for person in may[place]:
        if person in asked:
            continue
        asked.add(person)
        if person not in taken or _seat(taken[person], may, taken, asked):
            taken[person] = place
            return True
    return False
