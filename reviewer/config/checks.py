"""The ids under `checks:`, and the options of each, held against the checks that there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import ValidationError

from checks.kit import Options
from checks.kit.discovery import check_ids, find_check
from reviewer.config.document import Document, Path
from reviewer.config.hints import nearest
from reviewer.config.model import ConfigModel
from reviewer.config.problems import mistakes_of
from reviewer.config.yaml_events import Mistake


def check_mistakes(model: ConfigModel, document: Document, rule_ids: Collection[str]) -> Iterator[Mistake]:
    """Ids that nobody has, and options that the check of that id does not take."""
    known = {*check_ids(), *rule_ids}
    for check_id, block in model.checks.items():
        path: Path = ("checks", check_id)
        if check_id not in known:
            hint = nearest(check_id, known) or "`holdfast checks list` shows all"
            yield Mistake(document.keys[path], f"no check or rule is called {check_id!r}", hint)
        elif (check := find_check(check_id)) is not None:
            yield from _option_mistakes(check.options, block.options, document, (*path, "options"))
        elif block.options:
            yield Mistake(document.keys[*path, "options"], f"the rule {check_id!r} has no options", "remove them")


def _option_mistakes(
    model: type[Options], options: dict[str, object], document: Document, path: Path
) -> Iterator[Mistake]:
    try:
        model.model_validate(options)
    except ValidationError as error:
        yield from mistakes_of(error, document, path, lambda _: tuple(model.model_fields))
