"""Cycles for other programs: one row for each rule of each push, or everything with its sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from reviewer.domain.decay.incident_rates import incident_rates
from reviewer.domain.decay.incidents import Aftermath
from reviewer.domain.decay.past import Past
from reviewer.domain.decay.rate import Rate
from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.decay.survival import curves
from reviewer.render.csv_text import Cell, csv_text
from reviewer.render.json_text import json_text

_HEAD = (
    *("repository", "pull_request", "push", "head", "reviewed_at", "agent", "backend", "frontend", "complete"),
    *("subject", "area", "constraint", "duty", "framework", "kept", "lost", "still_lost", "restored"),
)


def cycles_csv(past: Past) -> str:
    """One row for each rule that a push could break; a push that could break none has one row without."""
    return csv_text(_HEAD, (row for cycle in past.history.cycles for row in _rows(cycle)))


def incidents_csv(past: Past) -> str:
    """One row for each incident and each change that it is linked to; one without where it is linked to none."""
    head = ("repository", "incident", "source", "title", "url", "happened_at", "commit", "pull_request", "linked_by")
    return csv_text(head, _incident_rows(past))


def _incident_rows(past: Past) -> Iterator[Sequence[Cell]]:
    for it in past.aftermath.incidents:
        facts = (past.repository, it.key, it.source, it.title, it.url, _moment(it.at), it.commit)
        linked = [link for link in past.aftermath.links if (link.key, link.source) == (it.key, it.source)]
        yield from ((*facts, link.number, link.certainty) for link in linked)
        if not linked:
            yield (*facts, None, None)


def _rows(cycle: RecordedCycle) -> Iterator[Sequence[Cell]]:
    push = (cycle.repository, cycle.number, cycle.push, cycle.head_sha, _moment(cycle.at))
    facts = (cycle.agent, cycle.backend, cycle.frontend, cycle.complete)
    if not cycle.tallies:
        yield (*push, *facts, *[None] * 9)
    for tally in cycle.tallies:
        rule = tally.rule
        counts = (tally.kept, tally.lost, tally.still_lost, tally.restored)
        yield (*push, *facts, rule.subject, rule.area, rule.name, rule.duty, rule.framework, *counts)


def decay_json(past: Past) -> str:
    """The cycles with what became of each breach, the survival of each rule, the incidents and their rates."""
    return json_text(
        {
            "version": 1,
            "repository": past.repository,
            "days": past.days,
            "cut_off": past.history.cut_off,
            "rules": [
                {
                    "subject": curve.key.subject,
                    "area": curve.key.area,
                    "constraint": curve.key.name or None,
                    "duty": curve.key.duty,
                    "broken_in_pull_requests": rate_json(curve.broken),
                    "kept_in_pushes": rate_json(curve.pushes),
                    "survival": [
                        {
                            "push": step.push,
                            "at_risk": step.at_risk,
                            "broken": step.broken,
                            "share": round(step.alive, 4),
                            "interval": [round(step.low, 4), round(step.high, 4)],
                        }
                        for step in curve.steps
                    ],
                }
                for curve in curves(past.history.cycles)
            ],
            "cycles": [_cycle(cycle) for cycle in past.history.cycles],
            **_after(past.aftermath),
        },
        indent=1,
    )


def _after(aftermath: Aftermath) -> dict[str, object]:
    return {
        "merged": [
            {
                "pull_request": it.number,
                "merged_at": _moment(it.at),
                "agent": it.agent,
                "backend": it.backend,
                "frontend": it.frontend,
                "signed": it.signed,
            }
            for it in aftermath.counted
        ],
        "incidents": [
            {
                "incident": it.key,
                "source": it.source,
                "title": it.title,
                "url": it.url or None,
                "happened_at": _moment(it.at),
                "linked": [
                    {"pull_request": link.number, "by": link.certainty}
                    for link in aftermath.links
                    if (link.key, link.source) == (it.key, it.source)
                ],
            }
            for it in aftermath.incidents
        ],
        "incident_rates": [
            {"group": it.group, "name": it.name, "linked": rate_json(it.linked), "named": it.named}
            for it in incident_rates(aftermath.counted, aftermath.links)
        ],
    }


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def rate_json(rate: Rate) -> dict[str, object]:
    """A rate with its interval; null where nothing was counted."""
    interval = [round(rate.low, 4), round(rate.high, 4)] if rate.of else None
    return {"count": rate.count, "of": rate.of, "interval": interval}


def _cycle(cycle: RecordedCycle) -> dict[str, object]:
    return {
        "pull_request": cycle.number,
        "push": cycle.push,
        "head": cycle.head_sha,
        "reviewed_at": _moment(cycle.at),
        "agent": cycle.agent,
        "backend": cycle.backend,
        "frontend": cycle.frontend,
        "complete": cycle.complete,
        "rules": [
            {
                "subject": tally.rule.subject,
                "area": tally.rule.area,
                "constraint": tally.rule.name or None,
                "duty": tally.rule.duty,
                "framework": tally.rule.framework or None,
                "kept": tally.kept,
                "lost": tally.lost,
                "still_lost": tally.still_lost,
                "restored": tally.restored,
            }
            for tally in cycle.tallies
        ],
        "outcomes": [
            {
                "became": became,
                "check": breach.check,
                "area": breach.rule.area,
                "path": breach.path,
                "symbol": breach.symbol or None,
                "title": breach.title,
                "fingerprint": breach.fingerprint,
            }
            for became, breach in cycle.outcomes
        ],
    }
