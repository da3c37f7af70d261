"""A check as a value: what it is called, what it finds, and the examples that prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct
from pydantic import BaseModel, ConfigDict

from checks.kit.areas import Area
from checks.kit.change import Change
from checks.kit.example import Example
from checks.kit.hit import Action, Hit, Kind, Severity


class Options(BaseModel):
    """What a repository may set for a check under `checks: <id>: options:`; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MalformedCheck(ValueError):
    """A module below `checks.<area>` is not a check; `args[0]` says "file:line: what, and the mend"."""


_AREAS = {area.package: area for area in Area}


def id_of(module: str) -> str:
    """The public id of the check in a module: "auth/role-weakened" for "checks.auth.role_weakened"."""
    _, package, name = module.split(".")
    return f"{_AREAS[package]}/{name.replace('_', '-')}"


Find = Callable[[Change, Any], Iterable[Hit]]
"""`find(change, options)`: the hits in one changed file; pure, options of the check's own model."""


class Check(Struct, frozen=True):
    """One check; the module that holds it is its page, its tests and its id.

    Attributes:
        module: `__name__` of the module; "checks.auth.role_weakened" is "auth/role-weakened".
        doc: `__doc__` of the module: the page.
        codes: rows of the catalogues.
        kind: what it usually finds.
        severity: how bad its fact is.
        action: the loudest thing it may ask for; the area and the confidence can lower it.
        since: first version that has it.
        find: the work.
        examples: at least one that finds and one that is silent.
        options: model of what a repository may set.
        enabled: False for a check that only runs when a repository switches it on.
    """

    module: str
    doc: str | None
    codes: tuple[str, ...]
    kind: Kind
    severity: Severity
    action: Action
    since: str
    find: Find
    examples: tuple[Example, ...]
    options: type[Options] = Options
    enabled: bool = True

    @property
    def area(self) -> Area:
        """The area whose package holds the module."""
        return _AREAS[self.module.split(".")[1]]

    @property
    def id(self) -> str:
        """Public name: "<area>/<words>"."""
        return id_of(self.module)
