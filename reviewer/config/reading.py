"""From the bytes of a configuration file to a policy, or to everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from pydantic import ValidationError

from reviewer.config.checks import check_mistakes
from reviewer.config.constraints import constraint_mistakes
from reviewer.config.document import Document, read_document
from reviewer.config.model import ConfigModel
from reviewer.config.policy import policy_of
from reviewer.config.problems import mistakes_of
from reviewer.config.yaml_events import Mistake, UnreadableDocument
from reviewer.domain.errors import ConfigProblem
from reviewer.domain.material import ConfigFile
from reviewer.domain.policy import Policy

_MOST_PROBLEMS: Final = 50


def read_file(file: ConfigFile, rule_ids: Collection[str]) -> tuple[Policy, tuple[ConfigProblem, ...]]:
    """See `reviewer.config.read_config`."""
    if file.also_at:
        message = f"{' and '.join(file.also_at)} stands beside it, so that nobody knows which counts"
        return Policy(), (ConfigProblem(file.path, 1, 1, message, hint="delete one of them"),)
    try:
        document = read_document(file.data)
    except UnreadableDocument as unreadable:
        return Policy(), _problems(file.path, [unreadable.mistake])
    values: object = {} if document.value is None else document.value
    try:
        model = ConfigModel.model_validate(values)
    except ValidationError as error:
        return Policy(), _problems(file.path, [*document.mistakes, *mistakes_of(error, document)])
    mistakes = [*document.mistakes, *_meaning(model, document, rule_ids)]
    if mistakes:
        return Policy(), _problems(file.path, mistakes)
    return policy_of(model), ()


def _meaning(model: ConfigModel, document: Document, rule_ids: Collection[str]) -> Iterator[Mistake]:
    """What only shows once the whole file is understood."""
    if model.checks:
        yield from check_mistakes(model, document, rule_ids)
    yield from constraint_mistakes(model, document)


def _problems(path: str, mistakes: list[Mistake]) -> tuple[ConfigProblem, ...]:
    mistakes.sort(key=_line_and_column)
    shown = [_problem(path, mistake) for mistake in mistakes[:_MOST_PROBLEMS]]
    if more := mistakes[_MOST_PROBLEMS:]:
        left_out = Mistake(more[0].place, f"{len(more)} more problems from here on are left out")
        shown.append(_problem(path, left_out))
    return tuple(shown)


def _line_and_column(mistake: Mistake) -> tuple[int, int]:
    return (mistake.place.line, mistake.place.column)


def _problem(path: str, mistake: Mistake) -> ConfigProblem:
    return ConfigProblem(path, mistake.place.line, mistake.place.column, mistake.message, hint=mistake.hint)
