"""What is wrong with the constraints taken together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.constraints import in_words, languages_read
from checks.kit.files import language
from checks.ledger import Family
from reviewer.config.document import Document, Path
from reviewer.config.hints import did_you_mean
from reviewer.config.model import ConfigModel
from reviewer.config.model.constraints import CHECKERS, ConstraintBlock
from reviewer.config.policy import checker_of
from reviewer.config.yaml_events import Mistake

_OTHERWISE: Final = {
    "require_guard": "other languages are read by a `semgrep` of kind omission: the pattern is the guard",
    "semgrep": "name the language under `languages` too",
}


def rule_id(constraint: ConstraintBlock) -> str:
    """What findings of the constraint are called, and what `checks:` and suppressions name."""
    return f"{constraint.area}/{constraint.id}"


def constraint_mistakes(model: ConfigModel, document: Document) -> Iterator[Mistake]:
    """Ids that stand twice, and guards that look like a family and are none."""
    first: dict[str, int] = {}
    for position, constraint in enumerate(model.constraints):
        path = ("constraints", position)
        if constraint.id in first:
            line = document.values["constraints", first[constraint.id]].line
            place = document.values[*path, "id"]
            yield Mistake(place, f"the id {constraint.id!r} stands here a second time", f"the first is in line {line}")
        first.setdefault(constraint.id, position)
        if constraint.require_guard is not None:
            for index, name in enumerate(constraint.require_guard.any_of):
                if (hint := _almost_a_family(name)) is not None:
                    place = document.values[*path, "require_guard", "any_of", index]
                    yield Mistake(place, f"{name!r} is no guard family", hint)
        yield from _unread_paths(constraint, path, document)


def _unread_paths(constraint: ConstraintBlock, path: Path, document: Document) -> Iterator[Mistake]:
    """Paths that can only hold files which the checker does not read: the rule would never speak there."""
    read = languages_read(checker_of(constraint))
    key = next(key for key in CHECKERS if getattr(constraint, key))
    for index, glob in enumerate(constraint.paths):
        name = None if glob.startswith("!") else language(glob)
        if read is not None and name is not None and name not in read:
            message = f"{glob!r} names files of {in_words([name])}, and {key} reads {in_words(read)}"
            yield Mistake(document.values[*path, "paths", index], message, _OTHERWISE.get(key, ""))


def _almost_a_family(name: str) -> str | None:
    """A hint, where the name has a dash (no name in code has) and so means a family; else None."""
    families = tuple(Family)
    if "-" not in name or name in families:
        return None
    return did_you_mean(name, families)
