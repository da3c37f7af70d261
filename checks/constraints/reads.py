"""Which languages a checker reads: files of others are not judged, and that is said instead of passed over."""

from __future__ import annotations

from collections.abc import Iterable

from checks.constraints.constraint import Constraint, ForbidImport, Layers, RequireGuard, SemgrepPattern
from checks.constraints.imports import READ_LANGUAGES
from checks.constraints.scope import Scope
from checks.kit import ChangeSet
from checks.kit.files import language

_PYTHON = frozenset({"python"})
_RESOLVED = frozenset({"python", "javascript", "typescript"})
_CODE = READ_LANGUAGES | {"elixir"}
_NAMES = {"csharp": "C#", "javascript": "JavaScript", "typescript": "TypeScript", "php": "PHP"}


def languages_read(checker: object) -> frozenset[str] | None:
    """The languages that a checker reads; None for one that looks at any file."""
    match checker:
        case RequireGuard():
            return _PYTHON
        case Layers():
            return _RESOLVED
        case ForbidImport():
            return READ_LANGUAGES
        case SemgrepPattern(languages=languages):
            return frozenset(languages)
        case _:
            return None


def unread_note(constraint: Constraint, changes: ChangeSet) -> tuple[str, ...]:
    """A sentence on changed code below the constraint's own paths that its checker cannot read; else nothing."""
    read = languages_read(constraint.checker)
    if read is None or not constraint.paths:
        return ()
    found = [language(change.path) for change in Scope(constraint).code(changes)]
    unread = [name for name in found if name is not None and name in _CODE - read]
    if not unread:
        return ()
    files = "1 changed file is" if len(unread) == 1 else f"{len(unread)} changed files are"
    what = f"below its paths {files} in {in_words(unread)}, and not judged"
    return (f"The constraint {constraint.id} reads {in_words(read)}; {what}.",)


def in_words(languages: Iterable[str]) -> str:
    """Languages as people write them: "Go, Java and TypeScript"."""
    *names, last = sorted(_NAMES.get(name, name.capitalize()) for name in set(languages))
    return f"{', '.join(names)} and {last}" if names else last
