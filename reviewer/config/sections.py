"""Which section of the guide (`docs/configuration.md`) speaks of a place in the file."""

from __future__ import annotations

from typing import Final

from reviewer.config.document import Document, Path
from reviewer.config.yaml_events import Place

FILE: Final = "the-file"
"""The section on the file itself: what YAML allows and a configuration does not, unknown keys at the top."""
_ORGANISATION: Final = "the-default-of-an-organisation"
_DATABASE: Final = "the-database-of-the-migrations"

TOP_KEYS: Final = {
    "version": FILE,
    "mode": "how-loud-it-is",
    "inline_limit": "how-loud-it-is",
    "exclude": "how-loud-it-is",
    "areas": "areas",
    "sign_off": "areas",
    "checks": "checks",
    "guards": "names-of-this-house",
    "roles": "names-of-this-house",
    "state_fields": "names-of-this-house",
    "database": _DATABASE,
    "tables": _DATABASE,
    "tenant_columns": _DATABASE,
    "protected_columns": _DATABASE,
    "agents": "changes-that-agents-wrote",
    "suppressions": "suppressions",
    "incidents": "incidents-after-a-merge",
    "constraints": "constraints",
}
"""Section by the first key of a path."""

CHECKERS: Final = {
    "require_guard": "a-guard-on-every-entry-point",
    "forbid_import": "a-forbidden-import",
    "layers": "layers",
    "semgrep": "a-semgrep-pattern",
    "protect": "protected-code",
    "must_not_return": "what-must-not-return",
    "human_only": "for-people-only",
}
"""Section by the checker of a constraint."""

SECTIONS: Final = frozenset({FILE, _ORGANISATION, *TOP_KEYS.values(), *CHECKERS.values()})
TOGETHER: Final = _ORGANISATION
"""The section on two files that do not fit together."""


def section_of(document: Document, place: Place) -> str:
    """The section about the key or value that stands at a place, or last before it."""
    before = (
        (where.line, where.column, len(path), path)
        for known in (document.keys, document.values)
        for path, where in known.items()
        if (where.line, where.column) <= (place.line, place.column)
    )
    *_, path = max(before, default=(0, 0, 0, ()), key=lambda each: each[:3])
    return _of_path(path)


def _of_path(path: Path) -> str:
    match path:
        case ("constraints", int(), str(key), *_) if key in CHECKERS:
            return CHECKERS[key]
        case (str(key), *_):
            return TOP_KEYS.get(key, FILE)
        case _:
            return FILE
