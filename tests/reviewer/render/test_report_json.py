"""The report's JSON is what the contract promises, and its schema refuses anything else."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator

from reviewer.domain.report import Finding, Report
from reviewer.render.report_json import to_json
from reviewer.render.report_schema import report_schema
from tests.reviewer.render.reports import LOST, QUIET, RICH, SMALL

SCHEMA = report_schema()
PROMISED: Validator = Draft202012Validator(SCHEMA)


def document(report: Report = RICH) -> dict[str, Any]:
    return json.loads(to_json(report))


@pytest.mark.parametrize("report", (QUIET, SMALL, RICH))
def test_a_report_is_valid_by_the_printed_schema(report: Report) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    PROMISED.validate(document(report))


def test_the_fields_are_those_of_the_contract_in_its_order() -> None:
    said = document()
    assert list(said) == [
        *("version", "tool", "base", "head", "verdict", "complete", "files", "findings", "boundaries"),
        *("constraints", "authorship", "timing", "notes"),
    ]
    assert list(said["files"][0]) == ["path", "previous_path", "status", "areas", "skipped"]
    assert list(said["files"][0]["areas"][0]) == ["area", "reason", "confidence"]
    assert list(said["findings"][0]) == [
        *("fingerprint", "check", "codes", "area", "kind", "severity", "confidence", "action", "inline"),
        *("path", "side", "start_line", "end_line", "symbol", "title", "message", "evidence", "suggestion"),
        *("docs", "suppressed"),
    ]
    assert list(said["findings"][1]["evidence"][0]) == [
        *("side", "path", "start_line", "end_line", "snippet", "label"),
    ]
    assert list(said["findings"][1]["suggestion"]) == ["start_line", "end_line", "replacement"]
    assert list(said["findings"][4]["suppressed"]) == ["reason", "until"]
    assert list(said["boundaries"][0]) == [
        *("area", "content_hash", "paths", "findings", "required_signoffs", "eligible", "signoffs", "status"),
    ]
    assert list(said["constraints"][0]) == ["id", "kind", "status"]
    assert list(said["authorship"]) == ["agent", "signals"]
    assert list(said["timing"]) == ["total_ms", "stages"]


def parent_of(report: dict[str, Any], path: str) -> tuple[Any, str]:
    """The object or list at "findings.0" of "findings.0.area", and the last step."""
    *steps, last = path.split(".")
    place: Any = report
    for step in steps:
        place = place[int(step) if step.isdecimal() else step]
    return place, last


@pytest.mark.parametrize(
    ("path", "value"),
    (
        ("version", 2),
        ("verdict", "ok"),
        ("complete", "yes"),
        ("surprise", 1),
        ("findings.0.surprise", 1),
        ("findings.0.area", "billing"),
        ("findings.0.kind", "gone"),
        ("findings.0.action", "ask"),
        ("findings.0.side", "left"),
        ("findings.0.confidence", 1.5),
        ("findings.0.start_line", 0),
        ("findings.0.codes", "AZ01"),
        ("findings.1.evidence.0.snippet", None),
        ("findings.1.suggestion", "replace it"),
        ("files.0.status", "copied"),
        ("boundaries.0.status", "waiting"),
        ("boundaries.0.required_signoffs", -1),
        ("constraints.0.status", "broken"),
        ("authorship.agent", ["claude-code"]),
        ("timing.total_ms", "fast"),
    ),
)
def test_a_wrong_value_is_invalid(path: str, value: object) -> None:
    report = document()
    place, last = parent_of(report, path)
    place[last] = value
    with pytest.raises(ValidationError):
        PROMISED.validate(report)


@pytest.mark.parametrize("path", ("head", "findings.0.fingerprint", "files.0.skipped", "timing.stages"))
def test_a_missing_field_is_invalid(path: str) -> None:
    report = document()
    place, last = parent_of(report, path)
    del place[last]
    with pytest.raises(ValidationError):
        PROMISED.validate(report)


def test_every_type_and_described_field_carries_its_docstring() -> None:
    schema = report_schema()
    definitions: Any = schema["$defs"]
    assert all(definition["description"] for definition in definitions.values())
    assert "how the range was chosen" in str(schema["properties"])


def test_equal_reports_give_equal_bytes_on_one_line() -> None:
    assert to_json(RICH) == to_json(replace(RICH))
    assert "\n" not in to_json(RICH)


@given(st.text())
@example("caf\udce9.py")
@example("\ud800")
def test_any_foreign_text_survives_as_utf8(text: str) -> None:
    finding = replace(LOST, path=text, title=text, symbol=text)
    raw = to_json(replace(RICH, findings=(finding,))).encode()
    back = json.loads(raw)["findings"][0]
    assert {field.name for field in fields(Finding)} == set(back)
    if not any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        assert (back["path"], back["title"]) == (text, text)
