"""What the engine prints, checked and turned into values; its format is not a promised interface."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from reviewer.analysis.blobs import Blob
from reviewer.analysis.semgrep.match import LineRange, Match, Scanned
from reviewer.analysis.semgrep.rule import RuleId


class UnknownOutput(ValueError):
    """The engine printed something else than its results."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Position(_Model):
    line: int
    offset: int


class _Range(_Model):
    start: _Position
    end: _Position


class _Metavariable(_Range):
    pass


class _Extra(_Model):
    metavars: dict[str, _Metavariable]
    is_ignored: bool


class _Result(_Range):
    check_id: str
    path: str
    extra: _Extra


class _Location(_Range):
    path: str


class _Error(_Model):
    error_type: str | tuple[str, object]
    message: str
    location: _Location | None = None
    rule_id: str | None = None

    @property
    def name(self) -> str:
        """The kind of error; some kinds carry more beside their name."""
        return self.error_type if isinstance(self.error_type, str) else self.error_type[0]

    @property
    def unparsed(self) -> list[_Location]:
        """Where the parser had to leave something out."""
        if isinstance(self.error_type, str) or self.name != "PartialParsing":
            return []
        return _LOCATIONS.validate_python(self.error_type[1])


_LOCATIONS: Final = TypeAdapter(list[_Location])


class _SkippedTarget(_Model):
    path: str
    reason: str


class _Paths(_Model):
    scanned: list[str]
    skipped: list[_SkippedTarget] = Field(default_factory=list[_SkippedTarget])


class _RulePosition(_Model):
    line: int


class _SkippedRule(_Model):
    rule_id: str
    details: str
    position: _RulePosition


class _Output(_Model):
    version: str
    results: list[_Result]
    errors: list[_Error]
    paths: _Paths
    skipped_rules: list[_SkippedRule]


class BrokenRule(Struct, frozen=True):
    """A rule that the engine refused, by its engine id; `line` counts in the document of the rules."""

    engine_id: str
    line: int
    reason: str


class Answer(Struct, frozen=True):
    """What the engine said of a batch of blobs.

    Attributes:
        broken_rules: rules that were not run at all, on any blob.
    """

    scanned: Mapping[Blob, Scanned]
    broken_rules: tuple[BrokenRule, ...]


_SYNTAX: Final = frozenset({"Syntax error", "Lexical error", "Other syntax error", "AST builder error"})
_REASONS: Final[Mapping[str, str]] = {
    "Timeout": "a Semgrep rule took too long on it",
    "Too many matches": "a Semgrep rule matches too often in it",
    "Out of memory": "a Semgrep rule takes too much memory on it",
    "Stack overflow": "it is nested too deeply for Semgrep",
}


def read_output(data: bytes, blobs: Sequence[Blob]) -> Answer:
    """Turn the engine's JSON into what was seen in each of `blobs`.

    Raises:
        UnknownOutput: it is no such JSON, or an error in it belongs to no blob and no rule.
    """
    try:
        # Paths and matched text come from a repository: stdout can hold bytes that are no UTF-8.
        return _answer(_Output.model_validate_json(data.decode("utf-8", "replace")), blobs)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UnknownOutput(f"the engine printed something else than its results: {where}: {first['msg']}") from error


def _answer(output: _Output, blobs: Sequence[Blob]) -> Answer:
    broken = tuple(
        BrokenRule(rule.rule_id, rule.position.line, " ".join(rule.details.split())) for rule in output.skipped_rules
    )
    names = {blob.file_name: blob for blob in blobs}
    problems, partial = _problems(output, frozenset(rule.engine_id for rule in broken))
    matches: dict[str, list[Match]] = defaultdict(list)
    for result in output.results:
        if result.path in names:
            matches[result.path].append(_match(result, names[result.path]))
    opened = frozenset(output.paths.scanned)
    scanned = {
        blob: Scanned(
            matches=tuple(sorted(matches[name], key=Match.place)),
            problem=problems.get(name) if name in opened else problems.get(name, "Semgrep did not open it"),
            unparsed=tuple(partial.get(name, ())),
        )
        for name, blob in names.items()
    }
    return Answer(scanned, broken)


def _problems(output: _Output, broken: frozenset[str]) -> tuple[dict[str, str], dict[str, list[LineRange]]]:
    """Why files were not looked at, and which lines of files could not be parsed."""
    problems = {target.path: f"Semgrep left it out: {target.reason}" for target in output.paths.skipped}
    partial: dict[str, list[LineRange]] = defaultdict(list)
    for error in output.errors:
        if error.unparsed:
            for place in error.unparsed:
                partial[place.path].append(LineRange(place.start.line, place.end.line))
        elif error.rule_id in broken:
            continue
        elif error.location is not None:
            problems.setdefault(error.location.path, _reason(error))
        else:
            raise UnknownOutput(f"the engine failed: {error.name}: {error.message[:200]}")
    return problems, partial


def _reason(error: _Error) -> str:
    name = error.name
    if name in _SYNTAX and error.location is not None:
        return f"it does not parse: line {error.location.start.line}"
    return _REASONS.get(name, f"Semgrep gave up on it: {name}")


def _match(result: _Result, blob: Blob) -> Match:
    start, end = result.start, result.end
    return Match(
        rule=RuleId(result.check_id.replace(".", "/", 1)),
        start_line=start.line,
        end_line=max(start.line, end.line),
        start_offset=start.offset,
        text=_slice(blob, result),
        bindings=tuple((name, _slice(blob, place)) for name, place in sorted(result.extra.metavars.items())),
        ignored=result.extra.is_ignored,
    )


def _slice(blob: Blob, place: _Range) -> str:
    return blob.data[place.start.offset : place.end.offset].decode("utf-8", "replace")
