"""THE use case: from the material of a change to its report.

    prepare    material   -> what to analyse, by the base's configuration
    analyse    request    -> hits, skips, areas        (an adapter's business: in a process of its own)
    conclude   analysis   -> findings, boundaries, verdict: the report

A local review calls `review`; the server awaits the analysis between the other two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from importlib.metadata import version

from msgspec import Struct

from checks.kit import ChangeSet, Skip
from reviewer.config import PATHS, read_config
from reviewer.config.hints import nearest
from reviewer.domain import agent_policy, suppressions
from reviewer.domain.analysis import Analysis, AnalysisRequest
from reviewer.domain.areas import areas_by_policy
from reviewer.domain.authorship import authorship
from reviewer.domain.boundaries import boundaries, parts_of
from reviewer.domain.decay.look import seen
from reviewer.domain.errors import ConfigProblem
from reviewer.domain.findings import Rule, constraint_rules, decide, in_reading_order
from reviewer.domain.material import ChangedFile, ConfigFile, Material
from reviewer.domain.policy import Policy
from reviewer.domain.registry import constraint_results
from reviewer.domain.report import Boundary, FileArea, Finding, Report, ReportedFile, Timing, Tool, Verdict
from reviewer.domain.rule_table import RuleTable
from reviewer.domain.selection import select
from reviewer.domain.signoff.shown import Basis
from reviewer.domain.verdict import verdict

Analyse = Callable[[AnalysisRequest], Analysis]
_OBSERVED = "Only observed (mode: observe): nothing here holds the merge."


class Prepared(Struct, frozen=True):
    """A review that knows what to ask of the analysis."""

    material: Material
    policy: Policy
    config_problems: tuple[ConfigProblem, ...]
    config_edits: tuple[str, ...]
    skips: tuple[Skip, ...]
    request: AnalysisRequest


def review(material: Material, analyse: Analyse, rules: RuleTable, today: date) -> Report:
    """The whole review in one go."""
    prepared = prepare(material, rules)
    return conclude(prepared, analyse(prepared.request), rules, today)


def prepare(material: Material, rules: Mapping[str, Rule]) -> Prepared:
    """Reads the base's configuration, which may speak of `rules`, and sorts the changed files.

    A configuration that cannot be used is not an error here: the built-in defaults judge, and the
    problem is shown with its place.
    """
    policy, problems = read_config(material.config, rules.keys(), material.default_config)
    selection = select(material.files, policy.exclude)
    chosen = {name: check for name, check in policy.checks.items() if check.action is not None}
    off = frozenset(name for name, check in chosen.items() if check.action == "off")
    request = AnalysisRequest(
        files=selection.readable,
        settings=policy.settings,
        context=material.around,
        disabled=off,
        switched_on=frozenset(chosen) - off,
        options={name: check.options for name, check in policy.checks.items() if check.options},
        disabled_areas=frozenset(area for area, it in policy.areas.items() if not it.enabled),
        constraints=policy.constraints,
        unread=tuple(skip.path for skip in selection.skips),
    )
    return Prepared(material, policy, problems, _config_edits(material, rules), selection.skips, request)


def _config_edits(material: Material, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """What this change would make of the repository's configuration; it is judged by the base's all the same."""
    edited = next((file for path in PATHS for file in material.files if path in {file.path, file.previous_path}), None)
    if edited is None:
        return ()
    from reviewer.config.difference import would_change  # noqa: PLC0415  (YAML and model: loaded for those that edit one)

    base, head = (
        None if blob is None or blob.data is None or path not in PATHS else ConfigFile(path, blob.data)
        for path, blob in ((edited.previous_path or edited.path, edited.base), (edited.path, edited.head))
    )
    return would_change(base, head, rules.keys(), material.default_config)


def conclude(prepared: Prepared, analysis: Analysis, rules: RuleTable, today: date) -> Report:
    """Findings, boundaries and the verdict; `today` decides which suppressions have ended."""
    material, policy = prepared.material, prepared.policy
    skips = (*prepared.skips, *analysis.skips)
    wrote = authorship(material.commits, material.pull_request)
    rules = rules.over(constraint_rules(policy.constraints))
    judged = _suppressed(prepared, decide(analysis.hits, rules, policy), rules, today)
    findings = in_reading_order((*judged.findings, *decide(judged.hits, rules, policy)), policy.inline_limit)
    asking = partial(
        boundaries, touched=analysis.touched, policy=policy, agent=wrote.agent, newly_suppressed=judged.newly
    )
    asked = asking(findings)
    of_agent = _of_agent(prepared, wrote.agent, findings, asked)
    if of_agent.hits:
        findings = in_reading_order((*findings, *decide(of_agent.hits, rules, policy)), policy.inline_limit)
        asked = asking(findings)
    complete = not material.not_listed and not any(skip.hides_boundary for skip in skips)
    config_ok = _config_ok(prepared, analysis)
    decided = verdict(findings, asked, complete=complete, config_ok=config_ok, mode=policy.mode)
    return Report(
        version=1,
        tool=Tool("holdfast", version("holdfast")),
        base=material.revision.base,
        head=material.revision.head,
        verdict=decided,
        complete=complete,
        files=_reported(material.files, skips, analysis, policy),
        findings=findings,
        boundaries=asked,
        constraints=constraint_results(policy.constraints, findings, analysis.registry.applied),
        authorship=wrote,
        timing=Timing(round(sum(analysis.stages.values()), 3), dict(analysis.stages)),
        notes=(*_notes(prepared, analysis, decided), *of_agent.notes),
    )


def basis(prepared: Prepared, analysis: Analysis, report: Report) -> Basis:
    """What a report stands on, for its records."""
    parts = {it.area: parts_of(it, report.findings, analysis.touched) for it in report.boundaries}
    return Basis(parts, _config_ok(prepared, analysis), seen(report, analysis, prepared.policy.constraints))


def _config_ok(prepared: Prepared, analysis: Analysis) -> bool:
    return not prepared.config_problems and not analysis.registry.broken


def _suppressed(
    prepared: Prepared, findings: tuple[Finding, ...], rules: RuleTable, today: date
) -> suppressions.Judged:
    """What the comments of the changed files accept; only files with one are read again."""
    speaking = [file for file in prepared.request.files if file.head is not None and b"holdfast:" in file.head]
    rulebook = suppressions.Rulebook(
        prepared.policy.suppressions, today, rules.keys(), lambda check: nearest(check, rules.keys())
    )
    return suppressions.judge(findings, ChangeSet(speaking), rulebook)


def _of_agent(
    prepared: Prepared, agent: str | None, findings: tuple[Finding, ...], asked: tuple[Boundary, ...]
) -> agent_policy.Judged:
    """What the policy for agents says of the change, if one wrote it."""
    if agent is None:
        return agent_policy.Judged()
    return agent_policy.judge(agent, prepared.policy.agents, prepared.material, findings, asked)


def _reported(
    files: Iterable[ChangedFile], skips: Iterable[Skip], analysis: Analysis, policy: Policy
) -> tuple[ReportedFile, ...]:
    reasons: dict[str, list[str]] = defaultdict(list)
    for skip in skips:
        reasons[skip.path].append(skip.reason)
    areas: dict[str, list[FileArea]] = defaultdict(list)
    for found in analysis.areas:
        areas[found.path].append(FileArea(found.area, found.reason, found.confidence))
    return tuple(
        ReportedFile(
            path=file.path,
            previous_path=file.previous_path,
            status=file.status.value,
            areas=areas_by_policy(file.path, areas[file.path], policy),
            skipped="; ".join(reasons[file.path]) or None,
        )
        for file in files
    )


def _notes(prepared: Prepared, analysis: Analysis, decided: Verdict) -> tuple[str, ...]:
    material = prepared.material
    notes = (
        *map(str, prepared.config_problems),
        _OBSERVED if prepared.policy.mode == "observe" and decided != "success" else "",
        material.revision.note,
        material.not_listed,
        *(f"This change edits Holdfast's configuration: {edit}" for edit in prepared.config_edits),
        *(f"The constraint {it.id} was not judged: {it.reason}." for it in analysis.registry.broken),
        *analysis.registry.notes,
    )
    return tuple(note for note in notes if note)
