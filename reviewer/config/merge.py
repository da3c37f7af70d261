"""A repository's configuration over the default of its organisation: one rule per kind of value.

A block merges key by key. Lists that collect (paths, names of guards, columns, areas without suppressions) add up,
the organisation's first. Constraints merge by id: the repository's entry replaces the organisation's of that id. Every
other value, a list in an order or of people included, is the repository's where it says one.
"""

from __future__ import annotations

from typing import Final, cast

from reviewer.config.model import ConfigModel

_ADD_UP: Final = frozenset(
    {
        ("exclude",),
        ("areas", "*", "paths"),
        ("guards", "*"),
        ("tenant_columns",),
        ("protected_columns",),
        ("suppressions", "never"),
    }
)
"""Lists that collect; `*` stands for any key."""
_WHOLE: Final = frozenset({("areas", "*", "sign_off"), ("checks", "*", "options"), ("constraints", "*")})
"""Blocks that only make sense as one."""

_Block = dict[str, object]


def merged(default: ConfigModel, own: ConfigModel) -> ConfigModel:
    """The repository's configuration with the organisation's default under it.

    Raises:
        ValidationError: each is right and both together are not (more constraints than a file may have).
    """
    return ConfigModel.model_validate(_blocks(_said(default), _said(own), ()))


def _said(model: ConfigModel) -> _Block:
    """What the file says itself, without the built-in defaults."""
    return model.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _blocks(below: _Block, above: _Block, path: tuple[str, ...]) -> _Block:
    keys = dict.fromkeys((*below, *above))
    return {key: _value(below, above, key, path) for key in keys}


def _value(below: _Block, above: _Block, key: str, path: tuple[str, ...]) -> object:
    if key not in above:
        return below[key]
    if key not in below:
        return above[key]
    old, new = below[key], above[key]
    here = (*path, key)
    if here == ("constraints",):
        return _by_id(cast("list[_Block]", old), cast("list[_Block]", new))
    if _meets(here, _ADD_UP):
        return list(dict.fromkeys((*cast("list[str]", old), *cast("list[str]", new))))
    are_blocks = isinstance(old, dict) and isinstance(new, dict)
    if are_blocks and not _meets(here, _WHOLE):
        return _blocks(cast("_Block", old), cast("_Block", new), here)
    return above[key]


def _by_id(below: list[_Block], above: list[_Block]) -> list[_Block]:
    """All of them, each id once, in the order in which the ids first stand."""
    return [*{entry["id"]: entry for entry in (*below, *above)}.values()]


def _meets(path: tuple[str, ...], patterns: frozenset[tuple[str, ...]]) -> bool:
    return any(
        len(path) == len(pattern) and all(part in {"*", step} for part, step in zip(pattern, path, strict=True))
        for pattern in patterns
    )
