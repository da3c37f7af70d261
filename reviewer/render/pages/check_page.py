"""The page of one check or rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import unified_diff

from checks.kit import Database, Example, Settings
from reviewer.render.evidence import fence_language
from reviewer.render.markdown.quote import block, code, prose
from reviewer.render.pages.entry import Entry
from reviewer.render.pages.words import asks_for, printed_from


def check_page(entry: Entry) -> str:
    """The page as it is committed: it says where it is printed from, and links to its area."""
    area = f"[{entry.area.value}](../../reference/areas.md#{entry.area.value})"
    return f"{printed_from(entry.source)}\n\n{_page(entry, area)}"


def check_text(entry: Entry) -> str:
    """The same for a terminal or an agent, where nothing can be followed or edited."""
    return _page(entry, entry.area.value)


def _page(entry: Entry, area: str) -> str:
    """Title, facts, the sections of its page, and its examples as differences from base to head."""
    parts = [
        f"# {entry.page.title}",
        _facts(entry, area),
        entry.page.summary,
        *_section(entry, "Why it matters"),
        *_section(entry, "Instead"),
        *_examples("Finds", [it for it in entry.examples if it.finds]),
        *_examples("Says nothing when", [it for it in entry.examples if not it.finds]),
        *_fixture(entry),
        *_options(entry),
        *_section(entry, "What it does not see"),
        *_section(entry, "Sources"),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(entry: Entry, area: str) -> str:
    facts = [
        code(entry.id),
        f"area {area}",
        ", ".join(entry.codes),
        f"severity {entry.severity.value}",
        asks_for(entry),
        f"since {entry.since}",
        ", ".join(entry.languages),
        "" if entry.enabled else "**off unless the configuration switches it on**",
    ]
    return " · ".join(fact for fact in facts if fact)


def _section(entry: Entry, name: str) -> list[str]:
    return [f"## {name}", entry.page.section(name)]


def _examples(title: str, examples: list[Example]) -> list[str]:
    return [f"## {title}", *(part for it in examples for part in _example(it))] if examples else []


def _example(example: Example) -> Iterator[str]:
    yield f"### {prose(example.name[:1].upper() + example.name[1:])}"
    if example.settings is not None:
        yield f"Configured: {prose(_differing(example.settings))}."
    base, head = example.texts(example.base), example.texts(example.head)
    for path in sorted(base.keys() | head.keys()):
        yield f"{code(path)}{_fate(path, base, head)}"
        yield _difference(base.get(path), head.get(path), path)
    for path, text in example.texts(example.context).items():
        yield f"{code(path)}, unchanged"
        yield block(text.rstrip("\n"), fence_language(path))
    for path, text in example.texts(example.tip).items():
        yield f"{code(path)}, came to the base branch meanwhile"
        yield block(text.rstrip("\n"), fence_language(path))
    for line, words in example.finds:
        yield f"Line {line}: {prose(words)}"


def _differing(settings: Settings | Database) -> str:
    """The settings that differ from the defaults, by name."""
    plain = type(settings)()
    said: list[str] = []
    for name in settings.__struct_fields__:
        value: object = getattr(settings, name)
        if value != getattr(plain, name):
            said.append(_differing(value) if isinstance(value, Database) else f"{name} `{value!r}`")
    return ", ".join(said)


def _fate(path: str, base: dict[str, str], head: dict[str, str]) -> str:
    if path not in base:
        return ", added"
    return ", removed" if path not in head else ""


def _difference(base: str | None, head: str | None, path: str) -> str:
    if base is None or head is None or base == head:
        return block((base or head or "").rstrip("\n"), fence_language(path))
    whole = len(base.splitlines()) + len(head.splitlines())
    lines = list(unified_diff(base.splitlines(), head.splitlines(), n=whole, lineterm=""))
    return block("\n".join(lines[3:]).rstrip("\n"), "diff")


def _fixture(entry: Entry) -> list[str]:
    if entry.fixture is None:
        return []
    path, text = entry.fixture
    return [
        "## Examples",
        f"What follows `ruleid:` is matched, what follows `ok:` is not ({code(path)}).",
        block(text.rstrip("\n"), fence_language(path)),
    ]


def _options(entry: Entry) -> list[str]:
    if not entry.options:
        return []
    return [
        "## Options",
        f"Under `checks: {{{entry.id}: {{options: ...}}}}` in `.github/holdfast.yml`, as a JSON Schema:",
        block(json.dumps(entry.options, indent=2, ensure_ascii=False), "json"),
    ]
