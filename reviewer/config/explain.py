"""Which settings hold for one file, and where each of them stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pathspec
from msgspec import Struct

from checks.constraints import Constraint
from checks.constraints.scope import Scope
from reviewer.config.document import Path
from reviewer.config.reading import ConfigLayer, ReadConfig
from reviewer.domain.policy import AreaPolicy, Policy
from reviewer.domain.sign_off_rule import eligible, fewest_signoffs

BUILT_IN = "built in"


class Setting(Struct, frozen=True):
    """One sentence about the file, and the place in a configuration that it follows from."""

    about: str
    says: str
    place: str


def explain(path: str, read: ReadConfig) -> tuple[Setting, ...]:
    """Every setting that speaks of the file at `path` of the repository, in reading order."""
    return tuple(_settings(path, read))


def _settings(path: str, read: ReadConfig) -> Iterator[Setting]:
    policy, layers = read.policy, read.layers
    if (glob := _last_match(path, policy.exclude)) is not None:
        place = _place_of_glob(layers, ("exclude",), glob)
        yield Setting(
            "exclude", f"not looked at: {glob} matches (constraints for people only hold all the same)", place
        )
    yield from _areas(path, policy, layers)
    for constraint in policy.constraints:
        if Scope(constraint).holds(path):
            yield _constraint(constraint, layers)
    for name, check in policy.checks.items():
        place = _place(layers, ("checks", name))
        said = [check.action or "its own action", check.severity, "with options" if check.options else None]
        yield Setting("check", f"{name}: {', '.join(word for word in said if word)}", place)
    yield from _everywhere(policy, layers)


def _areas(path: str, policy: Policy, layers: Collection[ConfigLayer]) -> Iterator[Setting]:
    for area, block in policy.areas.items():
        here = ("areas", area.value)
        if not block.enabled:
            yield Setting("area", f"{area}: switched off", _place(layers, (*here, "enabled")))
            continue
        if (glob := _last_match(path, block.paths)) is not None:
            yield Setting("area", f"{area}: always, {glob} matches", _place_of_glob(layers, (*here, "paths"), glob))
        if block.asks_for_sign_off:
            yield Setting("area", f"{area}: {_asks(block)}", _place(layers, here))


def _asks(block: AreaPolicy) -> str:
    when = f"asks when {block.when}" if block.when else "asks for a sign-off"
    return f"{when}; {fewest_signoffs(block.sign_off)} of {', '.join(eligible(block.sign_off))}"


def _constraint(constraint: Constraint, layers: Collection[ConfigLayer]) -> Setting:
    because = f" Because: {constraint.because}" if constraint.because else ""
    says = f"{constraint.id} ({constraint.area}, {constraint.severity}): {constraint.says}{because}"
    return Setting("constraint", says, place_of_constraint(layers, constraint.id))


def _everywhere(policy: Policy, layers: Collection[ConfigLayer]) -> Iterator[Setting]:
    yield Setting("mode", policy.mode, _place(layers, ("mode",)))
    yield Setting("inline_limit", str(policy.inline_limit), _place(layers, ("inline_limit",)))
    wanted = " and ".join(sorted(policy.suppressions.require)) or "nothing"
    never = ", ".join(sorted(policy.suppressions.never))
    says = f"{wanted} wanted, {policy.suppressions.longest_days} days at most"
    yield Setting("suppressions", f"{says}{f'; none in {never}' if never else ''}", _place(layers, ("suppressions",)))
    for family, names in policy.settings.guards.items():
        yield Setting("guards", f"{family}: {', '.join(names)}", _place(layers, ("guards", family)))


def place_of_constraint(layers: Collection[ConfigLayer], constraint_id: str) -> str:
    """Where the entry stands that wins."""
    for layer in layers:
        for position, block in enumerate(layer.model.constraints):
            if block.id == constraint_id:
                return _at(layer, ("constraints", position))
    return BUILT_IN


def _place(layers: Collection[ConfigLayer], path: Path) -> str:
    """The first layer that says it wins."""
    return next((_at(layer, path) for layer in layers if path in layer.document.keys), BUILT_IN)


def _place_of_glob(layers: Collection[ConfigLayer], path: Path, glob: str) -> str:
    for layer in layers:
        for position, given in enumerate(_globs(layer, path)):
            if given == glob:
                return _at(layer, (*path, position))
    return BUILT_IN


def _globs(layer: ConfigLayer, path: Path) -> tuple[str, ...]:
    """The globs of `exclude`, or of an area."""
    if path == ("exclude",):
        return layer.model.exclude
    return next((block.paths for area, block in layer.model.areas.items() if area.value == path[1]), ())


def _at(layer: ConfigLayer, path: Path) -> str:
    place = layer.document.keys.get(path) or layer.document.values[path]
    return f"{layer.path}:{place.line}:{place.column}"


def _last_match(path: str, globs: tuple[str, ...]) -> str | None:
    """The glob that decides, as in .gitignore: the last that matches; None where that takes the file back."""
    found = None
    for glob in globs:
        plain = glob.removeprefix("!")
        if pathspec.GitIgnoreSpec.from_lines([plain]).match_file(path):
            found = None if glob.startswith("!") else glob
    return found
