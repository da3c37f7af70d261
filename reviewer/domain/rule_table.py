"""Rules by id, each made when it is first asked for: a review needs a handful of some hundreds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from reviewer.domain.findings import Rule


class RuleTable(Mapping[str, Rule]):
    """The rules of these ids; `make` answers for each of them."""

    def __init__(self, ids: Collection[str], make: Callable[[str], Rule]) -> None:
        self._ids = frozenset(ids)
        self._make = make
        self._made: dict[str, Rule] = {}

    def __getitem__(self, rule_id: str) -> Rule:
        """Raises KeyError for an id that no rule has."""
        if rule_id not in self._ids:
            raise KeyError(rule_id)
        if rule_id not in self._made:
            self._made[rule_id] = self._make(rule_id)
        return self._made[rule_id]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._ids))

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._ids

    def over(self, own: Mapping[str, Rule]) -> RuleTable:
        """This table with a repository's own rules on top."""
        return RuleTable(self._ids | own.keys(), lambda rule_id: own.get(rule_id) or self[rule_id])
