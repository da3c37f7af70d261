"""The dashboard and the alerts: every query parses, and asks for series and labels that the service has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import combinations
from typing import Any

import promql_parser as promql
import pytest
from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

from reviewer.domain.links import HOME
from tests.house.tracked import ROOT, yaml_of

DASHBOARD: dict[str, Any] = json.loads((ROOT / "deploy/observability/holdfast.dashboard.json").read_text())
RULES: list[dict[str, Any]] = yaml_of((ROOT / "deploy/observability/holdfast.rules.yml").read_text())["groups"][0][
    "rules"
]
RUNBOOKS = (ROOT / "docs/operations.md").read_text()
BY_PROMETHEUS = {"job", "instance", "le"}
"""Labels that Prometheus itself gives."""


def panels() -> list[dict[str, Any]]:
    return [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def queries() -> dict[str, str]:
    """Every query by where it stands; Grafana's own variable is what it would put there."""
    found = {f"{panel['title']} {it['refId']}": it["expr"] for panel in panels() for it in panel["targets"]}
    found |= {it["name"]: it["expr"] for it in DASHBOARD["annotations"]["list"]}
    found |= {rule["alert"]: rule["expr"] for rule in RULES}
    return {name: query.replace("$__rate_interval", "5m") for name, query in found.items()}


def series() -> Mapping[str, set[str]]:
    """Every series that the service can have, with its labels."""
    for module in ("reviewer.app.service", "reviewer.app.work"):
        import_module(module)  # everything that counts
    found: dict[str, set[str]] = {}
    for collector, names in vars(REGISTRY)["_collector_to_names"].items():
        if isinstance(collector, MetricWrapperBase):
            found |= {name: set(vars(collector)["_labelnames"]) for name in names}
    return found


def selectors(node: promql.Expr) -> Iterator[promql.VectorSelector]:
    found: list[promql.VectorSelector] = []

    def visit(expression: object) -> None:
        match expression:
            case promql.VectorSelector():
                found.append(expression)
            case promql.MatrixSelector():
                found.append(expression.vector_selector)
            case _:
                pass

    promql.walk(node, visit)
    yield from found


@pytest.mark.parametrize("name", queries())
def test_a_query_parses_and_asks_for_what_there_is(name: str) -> None:
    known = series()
    asked = list(selectors(promql.parse(queries()[name])))
    assert asked != []
    for selector in asked:
        name_of = str(selector.name)
        assert name_of in known, name_of
        labels = {matcher.name for matcher in selector.matchers.matchers}
        assert labels <= known[name_of] | BY_PROMETHEUS
    grouped = {label for group in re.findall(r"by \(([^)]*)\)", queries()[name]) for label in group.split(", ")}
    assert all(grouped <= known[str(selector.name)] | BY_PROMETHEUS for selector in asked)


@pytest.mark.parametrize("broken", ["rate(holdfast_deliveries_total)", "sum(", "a b", "holdfast_x{job=}"])
def test_a_query_that_is_none_is_seen(broken: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        promql.parse(broken)


def test_every_series_of_ours_is_on_the_dashboard_or_in_an_alert() -> None:
    asked = " ".join(queries().values())
    families = {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in series() if name.startswith("holdfast_")}
    unused = {name for name in families if name.removesuffix("_total") not in asked}
    assert unused == set()


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    assert {"uid", "title", "schemaVersion", "panels", "templating", "time"} <= DASHBOARD.keys()
    variables = {it["name"]: it["type"] for it in DASHBOARD["templating"]["list"]}
    assert variables == {"datasource": "datasource", "job": "query"}
    assert all(it["datasource"]["uid"] == "${datasource}" for it in panels())
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    for panel in panels():
        references = [it["refId"] for it in panel["targets"]]
        assert len(references) == len(set(references)) > 0
        assert {"title", "type", "fieldConfig", "options", "gridPos"} <= panel.keys()


def test_no_panel_covers_another() -> None:
    places = [panel["gridPos"] for panel in DASHBOARD["panels"]]
    assert all(it["x"] >= 0 and it["x"] + it["w"] <= 24 and it["h"] > 0 for it in places)
    for one, other in combinations(places, 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        below = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or below, (one, other)


def test_every_alert_says_how_bad_it_is_and_what_to_do() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(names) == len(set(names)) > 0
    for rule in RULES:
        assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert re.fullmatch(r"\d+[smh]", rule.get("for", "1m"))
        assert rule["annotations"]["summary"].endswith((".", "?"))
        assert rule["annotations"]["runbook_url"] == f"{HOME}/blob/main/docs/operations.md#{rule['alert'].lower()}"
        section = re.search(rf"^### {rule['alert']}\n(.+?)(?=^#|\Z)", RUNBOOKS, re.MULTILINE | re.DOTALL)
        assert section is not None, rule["alert"]
        assert len(section[1].split()) > 20


def test_no_runbook_is_left_of_an_alert_that_is_gone() -> None:
    told = set(re.findall(r"^### (Holdfast\w+)$", RUNBOOKS, re.MULTILINE))
    assert told == {rule["alert"] for rule in RULES}
