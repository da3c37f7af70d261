"""What an edited configuration would change: key by key, constraints by their id."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Final, cast

from reviewer.config.model import ConfigModel
from reviewer.config.reading import ConfigLayer, read_files
from reviewer.domain.errors import ConfigProblem
from reviewer.domain.material import ConfigFile

_MOST: Final = 12
_LONGEST: Final = 80
_Flat = dict[str, str]


def would_change(
    base: ConfigFile | None, head: ConfigFile | None, rule_ids: Collection[str], default: ConfigFile | None = None
) -> tuple[str, ...]:
    """Sentences about the configuration at head, as against the one at base; they hold once it is merged.

    What cannot be read at base is nothing to compare with; what cannot be read at head is said with its place.
    """
    old, new = read_files(base, default, rule_ids), read_files(head, default, rule_ids)
    if new.problems:
        return (_broken(new.problems),)
    if old.problems:
        return ("It mends the configuration, which cannot be used at base.",)
    before, after = _own(base, old.layers), _own(head, new.layers)
    said = [f"{key}: {_words(before.get(key), after.get(key))}" for key in _keys(before, after)]
    more = len(said) - _MOST
    return (*said[:_MOST], *([f"and {more} more"] if more > 0 else []))


def _broken(problems: Sequence[ConfigProblem]) -> str:
    first, *rest = problems
    more = f" (and {len(rest)} more)" if rest else ""
    return f"It cannot be used, {first}{more}; once merged, the built-in defaults would judge."


def _own(file: ConfigFile | None, layers: Sequence[ConfigLayer]) -> _Flat:
    return {} if file is None else dict(_flat(_said(next(iter(layers)).model), ""))


def _said(model: ConfigModel) -> dict[str, object]:
    said = model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    entries = cast("list[dict[str, object]]", said.pop("constraints", []))
    return {**said, "constraints": {str(entry["id"]): entry for entry in entries}} if entries else said


def _flat(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, inner in cast("dict[str, object]", value).items():
            yield from _flat(inner, f"{path}.{key}" if path else key)
    elif path:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _keys(before: _Flat, after: _Flat) -> Iterator[str]:
    """Keys that differ; of a constraint that comes or goes as a whole only the entry."""
    told: set[str] = set()
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) == after.get(key):
            continue
        entry = ".".join(key.split(".")[:2]) if key.startswith("constraints.") else key
        whole = entry != key and not (_has(before, entry) and _has(after, entry))
        name = f"{entry}.says" if whole else key
        if name not in told:
            told.add(name)
            yield name


def _has(flat: _Flat, entry: str) -> bool:
    return f"{entry}.says" in flat


def _words(before: str | None, after: str | None) -> str:
    if before is None:
        return f"now {_short(after or '')}"
    if after is None:
        return f"no longer {_short(before)}"
    return f"{_short(before)} becomes {_short(after)}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"
