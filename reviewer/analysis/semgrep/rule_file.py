"""Reads one rule file: Semgrep's own YAML with one rule, and ours under `metadata: holdfast:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checks.kit import Action, Area, Severity
from checks.kit.page import PageProblem, read_page
from checks.ledger import Family
from reviewer.analysis.semgrep.languages import ANALYZERS
from reviewer.analysis.semgrep.rule import FileRole, Guarding, MalformedRule, Protects, RuleId, SemgrepRule
from reviewer.analysis.semgrep.rule_text import BadYaml, Place, line_of, read_yaml

ENGINE_KEYS: Final = frozenset(
    {
        "pattern",
        "patterns",
        "pattern-either",
        "pattern-regex",
    }
)
"""Keys of the rule itself that the engine gets; join, extract, taint and validators are refused."""

_NAME: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_Frozen: Final = ConfigDict(frozen=True, extra="forbid", strict=False)


class _Holdfast(BaseModel):
    model_config = _Frozen

    area: Area
    kind: Literal["guard", "prohibition"]
    codes: Annotated[list[Annotated[str, Field(pattern=r"^(MIG-)?[A-Z]{1,2}\d{2}$")]], Field(min_length=1)]
    severity: Severity
    action: Literal[Action.SIGN_OFF, Action.WARN, Action.BLOCK]
    confidence: Annotated[float, Field(gt=0, le=1)]
    since: str
    says: Annotated[str, Field(min_length=10, max_length=120)]
    page: str
    needs: Annotated[list[str], Field(min_length=1)]
    touches: list[str] = Field(default_factory=list[str])
    role: FileRole = FileRole.CODE
    family: Family | None = None
    key: str | None = None
    subject: str | None = None
    protects: Protects = Protects.UNIT


class _Metadata(BaseModel):
    model_config = _Frozen

    holdfast: _Holdfast


class _Paths(BaseModel):
    """Judged by us: the engine does not open a file at all that no rule includes, and calls it skipped."""

    model_config = _Frozen

    include: list[str] = Field(default_factory=list[str])
    exclude: list[str] = Field(default_factory=list[str])


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    id: Annotated[str, Field(pattern=_NAME)]
    languages: Annotated[list[str], Field(min_length=1)]
    severity: Literal["ERROR", "WARNING", "INFO"]
    message: Annotated[str, Field(min_length=20)]
    paths: _Paths = Field(default_factory=_Paths)
    metadata: _Metadata


class _File(BaseModel):
    model_config = _Frozen

    rules: Annotated[list[_Rule], Field(min_length=1, max_length=1)]


def read_rule(file: Path) -> SemgrepRule:
    """Read and judge one rule file.

    Raises:
        MalformedRule: names file and line.
    """
    text = file.read_text(encoding="utf-8")
    try:
        rule = _File.model_validate(read_yaml(text)).rules[0]
    except BadYaml as error:
        raise MalformedRule(f"{file}:{error.line}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise _malformed(file, text, first["loc"], first["msg"]) from error
    _judge(file, text, rule)
    return _value(file, rule)


def rule_of(file: Path, value: Mapping[str, object]) -> SemgrepRule:
    """The rule of `file`, out of values that were read from it, and judged, before.

    Raises:
        ValidationError: they were not.
    """
    return _value(file, _Rule.model_validate(value))


def _judge(file: Path, text: str, rule: _Rule) -> None:
    problem = next(_problems(file, rule), None)
    if problem is not None:
        place, what = problem
        raise _malformed(file, text, ("rules", 0, *place), what)


def _problems(file: Path, rule: _Rule) -> Iterator[tuple[Place, str]]:
    """What the shape of the YAML cannot say, with the place of each."""
    if rule.id != file.stem:
        yield ("id",), f"the id must be the file's name, {file.stem!r}"
    for number, name in enumerate(rule.languages):
        if name not in ANALYZERS:
            choices = ", ".join(sorted(ANALYZERS))
            yield ("languages", number), f"no such language: {name!r}; write one of {choices}"
    for key in rule.model_extra or {}:
        if key not in ENGINE_KEYS:
            yield (key,), f"the key {key!r} is not allowed"
    for place, what in _own_problems(file, rule.metadata.holdfast):
        yield ("metadata", "holdfast", *place), what


def _own_problems(file: Path, ours: _Holdfast) -> Iterator[tuple[Place, str]]:
    if ours.area.value != file.parent.name:
        yield ("area",), f"the area must be the folder's name, {file.parent.name!r}"
    if (ours.kind == "guard") != (ours.family is not None):
        yield ("kind",), "a guard names its family, a prohibition has none"
    if ours.kind == "prohibition" and (ours.key or ours.subject):
        yield ("kind",), "key and subject belong to guards"
    for key, regexes in (("needs", ours.needs), ("touches", ours.touches)):
        for number, regex in enumerate(regexes):
            try:
                re.compile(regex)
            except re.error as error:
                yield (key, number), f"no regular expression: {error}"
    try:
        read_page(ours.page)
    except PageProblem as problem:
        yield ("page",), str(problem)


def _value(file: Path, rule: _Rule) -> SemgrepRule:
    ours, extra = rule.metadata.holdfast, rule.model_extra or {}
    area, name = ours.area, rule.id
    engine_id = f"{area.value}.{name}"
    # Message and metadata would come back with every match: the engine gets none of ours.
    given = {"id": engine_id, "message": engine_id, "severity": rule.severity, "languages": rule.languages}
    definition = {**extra, **given}
    return SemgrepRule(
        id=RuleId(f"{area.value}/{name}"),
        area=area,
        codes=tuple(ours.codes),
        severity=ours.severity,
        action=ours.action,
        confidence=ours.confidence,
        since=ours.since,
        languages=frozenset(rule.languages),
        page=read_page(ours.page),
        says=ours.says,
        harm=" ".join(rule.message.split()),
        guarding=None if ours.family is None else Guarding(ours.family, ours.key, ours.subject, ours.protects),
        needs=tuple(ours.needs),
        touches=tuple(ours.touches),
        role=ours.role,
        include=tuple(rule.paths.include),
        exclude=tuple(rule.paths.exclude),
        definition=definition,
        file=file,
    )


def _malformed(file: Path, text: str, place: Place, what: str) -> MalformedRule:
    dotted = ".".join(map(str, place))
    return MalformedRule(f"{file}:{line_of(text, place)}: {dotted}: {what}")
