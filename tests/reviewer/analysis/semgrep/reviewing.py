"""Reviews small pull requests by our rules and the real engine."""

from collections.abc import Mapping
from dataclasses import dataclass

from checks.kit import Example, Hit, Skip
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.engine import find_engine
from reviewer.analysis.semgrep.review import Semgrep, start_search
from reviewer.analysis.semgrep.rule_set import RuleSet, our_rules
from reviewer.analysis.semgrep.scan import Limits


@dataclass(frozen=True, slots=True)
class Told:
    """What a review by the rules says: (rule id, hit), and what it did not look at."""

    found: tuple[tuple[str, Hit], ...]
    skips: tuple[Skip, ...]

    @property
    def facts(self) -> list[tuple[str, str, int]]:
        """(rule id, kind, line) of every hit."""
        return [(rule, hit.kind.value, hit.span.start_line) for rule, hit in self.found]


def review(
    base: Mapping[str, str] | str | None,
    head: Mapping[str, str] | str | None,
    *,
    path: str = "src/orders.ts",
    rules: RuleSet | None = None,
) -> Told:
    changes = Example("a change", base=base, head=head, path=path).changes()
    search = start_search(Semgrep(rules or our_rules(), find_engine()), changes, Limits(Deadline(60.0)))
    hits, skips = search.finish()
    return Told(tuple((found.check, found.hit) for found in hits), (*changes.skips, *skips))
