"""A change, really analysed and judged, and what the record of its review keeps of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from textwrap import dedent

from checks.kit.change import Status
from reviewer.analysis import analyse, rule_table
from reviewer.domain.decay.seen import Seen
from reviewer.domain.material import Blob, ChangedFile, ConfigFile, Material, Revision
from reviewer.review import basis, conclude, prepare

Texts = Mapping[str, tuple[str | None, str | None]]
"""Path -> text at base and at head; None where there is none."""


def look(files: Texts, config: str = "") -> Seen:
    """What is kept of a review of these files, under this configuration."""
    material = Material(
        revision=Revision("acme/shop", "b" * 40, "a" * 40, "b" * 40, ""),
        files=tuple(_file(path, base, head) for path, (base, head) in files.items()),
        config=ConfigFile(".github/holdfast.yml", dedent(config).encode()) if config else None,
        commits=(),
    )
    rules = rule_table()
    prepared = prepare(material, rules)
    assert prepared.config_problems == ()
    analysis = analyse(prepared.request)
    report = conclude(prepared, analysis, rules, date(2026, 1, 1))
    return basis(prepared, analysis, report).seen


def _file(path: str, base: str | None, head: str | None) -> ChangedFile:
    status = Status.ADDED if base is None else Status.REMOVED if head is None else Status.MODIFIED
    return ChangedFile(path=path, previous_path=None, status=status, base=_blob(base), head=_blob(head))


def _blob(text: str | None) -> Blob | None:
    if text is None:
        return None
    data = dedent(text).lstrip("\n").encode()
    return Blob("100644", len(data), data)
