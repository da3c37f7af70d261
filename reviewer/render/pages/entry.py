"""What a page, an index line and a SARIF rule need to know of a check or of a Semgrep rule."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from checks.kit import Action, Area, Check, Example, Kind, Severity
from checks.kit.discovery import page_of
from checks.kit.page import Page


class Entry(Struct, frozen=True):
    """One check or rule.

    Attributes:
        id: "<area>/<words>"; checks and rules share the id space.
        source: path of its file in this repository.
        languages: what a rule reads, in words; empty for a check, which reads what its page says.
        enabled: whether it runs without being switched on.
        examples: small pull requests with what is found in them.
        fixture: path and text of a rule's annotated test file.
        options: JSON Schema of what a repository may set; empty when there is nothing.
    """

    id: str
    area: Area
    codes: tuple[str, ...]
    kind: Kind
    severity: Severity
    action: Action
    since: str
    page: Page
    source: str
    languages: tuple[str, ...] = ()
    enabled: bool = True
    examples: tuple[Example, ...] = ()
    fixture: tuple[str, str] | None = None
    options: Mapping[str, object] = field(default_factory=dict[str, object])


def entry_of(check: Check) -> Entry:
    """The entry of a check that discovery accepted."""
    schema = check.options.model_json_schema()
    return Entry(
        id=check.id,
        area=check.area,
        codes=check.codes,
        kind=check.kind,
        severity=check.severity,
        action=check.action,
        since=check.since,
        page=page_of(check),
        source=f"{check.module.replace('.', '/')}.py",
        enabled=check.enabled,
        examples=check.examples,
        options=schema if schema.get("properties") else {},
    )
