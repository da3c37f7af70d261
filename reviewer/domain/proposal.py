"""What a repository shows of itself, as far as a first configuration could say it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from checks.kit import Area


class SeenArea(Struct, frozen=True):
    """An area: how many of the files that were read touch it, one of them, and the team that owns most of them."""

    area: Area
    files: int
    example: str
    team: str = ""


class Proposal(Struct, frozen=True):
    """Facts for a first configuration.

    Attributes:
        branch: where they were read.
        read: files that were read for the areas.
        areas: most touched first.
        guards: family -> names of the house that guard by refusing, most used first.
        state_fields: "module.Model.field" of fields that hold a state.
        layers: folders that look like layers, from the top down; empty where there are not two.
        generated: globs of the files that the repository calls generated.
    """

    branch: str
    read: int
    areas: tuple[SeenArea, ...] = ()
    guards: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    state_fields: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    generated: tuple[str, ...] = ()
