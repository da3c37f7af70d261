"""From the bytes of the configuration files to a policy, or to everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from msgspec import Struct
from pydantic import ValidationError

from reviewer.config.checks import check_mistakes
from reviewer.config.constraints import constraint_mistakes, rule_id
from reviewer.config.document import Document, read_document
from reviewer.config.merge import merged
from reviewer.config.model import ConfigModel
from reviewer.config.policy import policy_of
from reviewer.config.problems import mistakes_of
from reviewer.config.sections import FILE, TOGETHER, TOP_KEYS, section_of
from reviewer.config.yaml_events import Mistake, UnreadableDocument
from reviewer.domain.errors import ConfigProblem
from reviewer.domain.material import ConfigFile
from reviewer.domain.policy import Policy

_MOST_PROBLEMS: Final = 50
_Problems = tuple[ConfigProblem, ...]


class ConfigLayer(Struct, frozen=True):
    """One file that is right by itself: what it says, and where each part of it stands."""

    path: str
    document: Document
    model: ConfigModel


class ReadConfig(Struct, frozen=True):
    """What the files ask for.

    Attributes:
        policy: the built-in one where there is a problem.
        layers: the files, the one that wins first; empty where there is a problem.
    """

    policy: Policy
    problems: _Problems
    layers: tuple[ConfigLayer, ...] = ()


def read_files(own: ConfigFile | None, default: ConfigFile | None, rule_ids: Collection[str]) -> ReadConfig:
    """See `reviewer.config.read_config`."""
    files = [file for file in (own, default) if file is not None]
    read = [_read(file) for file in files]
    layers = [layer for layer in read if isinstance(layer, ConfigLayer)]
    if len(layers) < len(files):
        problems = [problem for each in read if not isinstance(each, ConfigLayer) for problem in each]
        return ReadConfig(Policy(), tuple(problems))
    constraints = {rule_id(block) for layer in layers for block in layer.model.constraints}
    problems = [problem for layer in layers for problem in _meaning(layer, {*rule_ids, *constraints})]
    if problems:
        return ReadConfig(Policy(), tuple(problems))
    return _together(layers)


def _read(file: ConfigFile) -> ConfigLayer | _Problems:
    if file.also_at:
        message = f"{' and '.join(file.also_at)} stands beside it, so that nobody knows which counts"
        return (ConfigProblem(file.path, 1, 1, message, hint="delete one of them", section=FILE),)
    try:
        document = read_document(file.data)
    except UnreadableDocument as unreadable:
        return _problems(file.path, [unreadable.mistake], Document())
    values: object = {} if document.value is None else document.value
    try:
        model = ConfigModel.model_validate(values)
    except ValidationError as error:
        return _problems(file.path, [*document.mistakes, *mistakes_of(error, document)], document)
    return ConfigLayer(file.path, document, model)


def _meaning(layer: ConfigLayer, rule_ids: Collection[str]) -> _Problems:
    """What only shows once the whole file is understood."""
    mistakes = [*layer.document.mistakes, *constraint_mistakes(layer.model, layer.document)]
    if layer.model.checks:
        mistakes += check_mistakes(layer.model, layer.document, rule_ids)
    return _problems(layer.path, mistakes, layer.document)


def _together(layers: list[ConfigLayer]) -> ReadConfig:
    if not layers:
        return ReadConfig(Policy(), ())
    winner = layers[0]
    model = winner.model
    for below in layers[1:]:
        try:
            model = merged(below.model, model)
        except ValidationError as error:
            hint = f"the default stands in {below.path}"
            problem = ConfigProblem(winner.path, 1, 1, _clash(error), hint=hint, section=TOGETHER)
            return ReadConfig(Policy(), (problem,))
    if clash := _off_and_wanted(model, layers):
        return ReadConfig(Policy(), clash)
    return ReadConfig(policy_of(model), (), tuple(layers))


def _clash(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"it does not fit together with the organisation's default at {where}: {first['msg']}"


def _off_and_wanted(model: ConfigModel, layers: list[ConfigLayer]) -> _Problems:
    """Areas that are switched off although a constraint belongs to them."""
    found: list[ConfigProblem] = []
    for area, block in model.areas.items():
        owned = [constraint.id for constraint in model.constraints if constraint.area is area]
        if block.enabled or not owned:
            continue
        path = ("areas", area.value, "enabled")
        layer = next(layer for layer in layers if path in layer.document.keys)
        place = layer.document.keys[path]
        message = f"the area {area.value} is switched off, but the constraint {owned[0]} belongs to it"
        hint = "leave the area on, or give the constraint another area"
        found.append(ConfigProblem(layer.path, place.line, place.column, message, hint=hint, section=TOP_KEYS["areas"]))
    return tuple(found)


def _problems(path: str, mistakes: list[Mistake], document: Document) -> _Problems:
    mistakes.sort(key=_line_and_column)
    shown = [_problem(path, mistake, document) for mistake in mistakes[:_MOST_PROBLEMS]]
    if more := mistakes[_MOST_PROBLEMS:]:
        left_out = Mistake(more[0].place, f"{len(more)} more problems from here on are left out")
        shown.append(_problem(path, left_out, document))
    return tuple(shown)


def _line_and_column(mistake: Mistake) -> tuple[int, int]:
    return (mistake.place.line, mistake.place.column)


def _problem(path: str, mistake: Mistake, document: Document) -> ConfigProblem:
    of_yaml = mistake in document.mistakes
    section = FILE if of_yaml else section_of(document, mistake.place)
    line, column = _line_and_column(mistake)
    return ConfigProblem(path, line, column, mistake.message, hint=mistake.hint, section=section)
