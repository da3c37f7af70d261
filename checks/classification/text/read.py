"""From a changed file of another language to its areas: is it backend code, then words of its changed lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from checks.classification.file_area import FileArea
from checks.classification.text import go, java, javascript, php, ruby
from checks.classification.text.lines import Line, Word, changed_lines, told
from checks.kit import Area, Change, Source, Status

_SERVER_FOLDER = re.compile(r"(?:^|/)(?:server|backend)/")
_PAGE_FOLDER = re.compile(
    r"(?:^|/)(?:web|www|frontend|client|ui|static|public|assets|components|pages|webapp|src-ui"
    r"|mobile)/"
)


class _Language(Struct, frozen=True):
    server: re.Pattern[str]
    page: re.Pattern[str]
    words: tuple[Word, ...]
    migration: re.Pattern[str]


_LANGUAGES = {
    "javascript": _Language(javascript.SERVER, javascript.PAGE, javascript.WORDS, javascript.MIGRATION),
    "typescript": _Language(javascript.SERVER, javascript.PAGE, javascript.WORDS, javascript.MIGRATION),
    "ruby": _Language(ruby.SERVER, ruby.PAGE, ruby.WORDS, ruby.MIGRATION),
    "go": _Language(go.SERVER, go.PAGE, go.WORDS, go.MIGRATION),
    "java": _Language(java.SERVER, java.PAGE, java.WORDS, java.MIGRATION),
    "kotlin": _Language(java.SERVER, java.PAGE, java.WORDS, java.MIGRATION),
    "php": _Language(php.SERVER, php.PAGE, php.WORDS, php.MIGRATION),
}


def text_areas(change: Change, name: str) -> list[FileArea]:
    """Every area with each of its reasons; nothing for a language without a table or a page's script."""
    language = _LANGUAGES.get(name)
    if language is None or not _is_backend(change, language):
        return []
    lines = changed_lines(change)
    if any(language.migration.search(source.text) for source in (change.base, change.head) if source):
        return [_migration(change)] if lines or change.status is not Status.MODIFIED else []
    return [area for line in lines for area in _of_line(change, line, language.words)]


def _is_backend(change: Change, language: _Language) -> bool:
    if change.path.endswith((".tsx", ".jsx", ".d.ts")):
        return False
    sources = [source for source in (change.head, change.base) if source is not None]
    if any(language.page.search(source.text) for source in sources):
        return False
    if any(_serves(source, language) for source in sources):
        return True
    return bool(_SERVER_FOLDER.search(change.path)) and not _PAGE_FOLDER.search(change.path)


def _serves(source: Source, language: _Language) -> bool:
    return bool(language.server.search(source.text) or language.migration.search(source.text))


def _of_line(change: Change, line: Line, words: tuple[Word, ...]) -> Iterator[FileArea]:
    for word in words:
        if word.side is None or word.side is line.side:
            match = word.pattern.search(line.text)
            if match:
                yield FileArea(word.area, told(change, line, match[0] or line.text, word.noun), word.confidence)


def _migration(change: Change) -> FileArea:
    verb = {Status.ADDED: "new migration", Status.REMOVED: "migration removed"}.get(change.status, "edited migration")
    return FileArea(Area.MIGRATIONS, verb, 0.9)
