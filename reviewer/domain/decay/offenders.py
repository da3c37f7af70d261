"""What is lost again and again, and the constraint that would say so before it is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from checks.kit import Area
from checks.kit.files import language
from checks.ledger import Family
from reviewer.domain.decay.cycle import Outcome
from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.decay.seen import Duty, Rule

FEWEST: Final = 2
"""Pull requests from which on something is a repeat offender."""
MOST_PLACES: Final = 20
_PLAIN_PATH: Final = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./@+-]{0,199}")
_PLAIN_SYMBOL: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*){0,8}")
_WANTED: Final[Mapping[str, tuple[Family, ...]]] = {
    Area.AUTH.value: (Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE),
    Area.TENANCY.value: (Family.TENANT_SCOPE, Family.VISIBILITY),
    Area.RATE_LIMITS.value: (Family.RATE_LIMIT, Family.QUOTA),
    Area.IDEMPOTENCY.value: (Family.IDEMPOTENCY,),
}
"""Areas whose guards stand in front of entry points, so that one can be asked for on each."""


class Place(Struct, frozen=True, order=True):
    """Where something was lost; `symbol` is "" where no unit is named."""

    path: str
    symbol: str


class Offender(Struct, frozen=True):
    """A check, or a constraint, that pull requests break again and again.

    Attributes:
        lost: how often, over all pushes.
        numbers: the pull requests, ascending.
        title: what the last finding said.
        places: where, the most often first.
    """

    check: str
    rule: Rule
    lost: int
    numbers: tuple[int, ...]
    title: str
    places: tuple[Place, ...]


class ProposedConstraint(Struct, frozen=True):
    """An entry for the registry: `families` asks for a guard on entry points, else the places are protected."""

    id: str
    says: str
    because: str
    kind: Duty
    area: str
    paths: tuple[str, ...]
    families: tuple[str, ...]
    protect: tuple[str, ...]


def repeat_offenders(cycles: Iterable[RecordedCycle]) -> tuple[Offender, ...]:
    """Whatever at least two pull requests of a repository lost, the most often first."""
    found: defaultdict[str, list[tuple[int, Outcome]]] = defaultdict(list)
    for cycle in cycles:
        for outcome in cycle.outcomes:
            if outcome[0] == "lost":
                found[outcome[1].check].append((cycle.number, outcome))
    made = [_offender(check, rows) for check, rows in found.items()]
    repeated = [it for it in made if len(it.numbers) >= FEWEST]
    return tuple(sorted(repeated, key=lambda it: (-len(it.numbers), -it.lost, it.check)))


def _offender(check: str, rows: Sequence[tuple[int, Outcome]]) -> Offender:
    often: defaultdict[Place, int] = defaultdict(int)
    for _, (_, breach) in rows:
        often[Place(breach.path, breach.symbol)] += 1
    last = rows[-1][1][1]
    return Offender(
        check=check,
        rule=last.rule,
        lost=len(rows),
        numbers=tuple(sorted({number for number, _ in rows})),
        title=last.title,
        places=tuple(sorted(often, key=lambda place: (-often[place], place))),
    )


def proposed(offender: Offender) -> ProposedConstraint | None:
    """The constraint that would hold it; None where it is one already, or where no pattern can name the places."""
    rule = offender.rule
    places = [it for it in offender.places if _PLAIN_PATH.fullmatch(it.path)][:MOST_PLACES]
    if rule.subject == "constraint" or not places:
        return None
    families = _WANTED.get(rule.area, ()) if rule.subject == "guard" else ()
    read = all(language(place.path) == "python" for place in places)
    asked = tuple(family.value for family in families) if read else ()
    words = offender.check.partition("/")[2]
    numbers = ", ".join(f"#{number}" for number in offender.numbers[-10:])
    return ProposedConstraint(
        id=f"again-{re.sub('[^A-Za-z0-9._-]', '-', words)}"[:64],
        says=_sentence(rule, guard_wanted=bool(asked)),
        because=f"{offender.check} was lost in {len(offender.numbers)} pull requests, lately in {numbers}.",
        kind=rule.duty,
        area=rule.area,
        paths=tuple(dict.fromkeys(_pattern(place.path) for place in places)),
        families=asked,
        protect=() if asked else tuple(dict.fromkeys(map(_protected, places))),
    )


def _sentence(rule: Rule, *, guard_wanted: bool) -> str:
    if guard_wanted:
        return f"Every entry point of these files has a guard of {rule.area}."
    if rule.duty == "omission":
        return f"A person looks at every edit of this code: it lost guards of {rule.area} before."
    return f"A person looks at every edit of this code: it brought what {rule.area} forbids before."


def _pattern(path: str) -> str:
    """As in .gitignore: only a slash before the end binds a pattern to the root."""
    return path if "/" in path else f"/{path}"


def _protected(place: Place) -> str:
    return f"{place.path}:{place.symbol}" if _PLAIN_SYMBOL.fullmatch(place.symbol) else place.path
