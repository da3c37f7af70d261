"""What the configuration's `agents:` asks of a change that an agent wrote, held against that change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from checks.kit import Area, Evidence, Hit, Side, Span, title_of
from reviewer.domain.agent_policy.claims import Contradiction, contradictions
from reviewer.domain.agent_policy.rules import LOG_CONTRADICTED, LOG_MISSING, SEVERAL_BOUNDARIES, TOO_MANY_FILES
from reviewer.domain.agent_policy.work_log import FILE_NAME, WorkLog, find_log, read_log
from reviewer.domain.analysis import FoundHit
from reviewer.domain.material import ChangedFile, Material
from reviewer.domain.policy import AgentPolicy
from reviewer.domain.policy_rule import PolicyRule
from reviewer.domain.report import Boundary, Finding

_LONGEST_SAID = 70


class Judged(Struct, frozen=True):
    """What was found.

    Attributes:
        notes: what could not be looked at, in sentences.
    """

    hits: tuple[FoundHit, ...] = ()
    notes: tuple[str, ...] = ()


def judge(
    agent: str, policy: AgentPolicy, material: Material, findings: Sequence[Finding], boundaries: Sequence[Boundary]
) -> Judged:
    """The limits and the work log of a change that carries the traces of `agent`."""
    if not material.files:
        return Judged()
    log, where = _log_of(material)
    hits = [*_limits(agent, policy, material, boundaries)]
    hits += [_contradicted(it) for it in contradictions(log, findings, boundaries)] if log is not None else []
    if policy.work_log == "optional" or (log is not None and not log.lacks):
        return Judged(tuple(hits))
    if log is None and material.pull_request is None:
        return Judged(tuple(hits), ("A work log is required; without a pull request only a file could hold it.",))
    return Judged((*hits, _lacking(agent, log, where or material.files[0])))


def _limits(agent: str, policy: AgentPolicy, material: Material, boundaries: Sequence[Boundary]) -> Iterator[FoundHit]:
    first, count = material.files[0], len(material.files)
    if policy.max_files is not None and count > policy.max_files:
        title = f"{count} changed files in a change by {agent}; at most {policy.max_files} are allowed"
        yield _hit(
            TOO_MANY_FILES, first, "more files than allowed", title, "Split it, or sign that all of it was read."
        )
    areas = [it.area.value for it in boundaries if it.area is not Area.GATE_INTEGRITY]
    if policy.one_boundary and len(areas) > 1:
        title = f"{len(areas)} boundaries in a change by {agent}: {', '.join(areas)}"
        yield _hit(SEVERAL_BOUNDARIES, first, f"boundaries {' '.join(areas)}", title, "One change, one boundary.")


def _log_of(material: Material) -> tuple[WorkLog | None, ChangedFile | None]:
    """The log in the description, else in a file of the change, and that file."""
    pull_request = material.pull_request
    log = None if pull_request is None else find_log(pull_request.body)
    if log is not None:
        return log, None
    for file in material.files:
        if file.path.rpartition("/")[2].lower() == FILE_NAME and file.head is not None and file.head.data is not None:
            return read_log(file.head.data.decode("utf-8", "replace")), file
    return None, None


def _lacking(agent: str, log: WorkLog | None, at: ChangedFile) -> FoundHit:
    help_line = "`holdfast work-log` prints the template."
    if log is None:
        return _hit(LOG_MISSING, at, "no work log", f"no work log in a change by {agent}", help_line)
    lacks = ", ".join(log.lacks)
    return _hit(LOG_MISSING, at, f"work log lacks {lacks}", f"the work log says nothing of: {lacks}", help_line)


def _contradicted(found: Contradiction) -> FoundHit:
    finding = found.finding
    span = Span(finding.side, finding.path, finding.start_line, finding.end_line)
    said = " ".join(found.said.split())
    said = said if len(said) <= _LONGEST_SAID else f"{said[: _LONGEST_SAID - 1]}…"
    hit = Hit(
        kind=LOG_CONTRADICTED.kind,
        span=span,
        symbol=finding.symbol,
        fact=f"work log against {finding.check}",
        title=title_of(f'the work log says "{said}", but: {finding.title}'),
        message="The log and the change cannot both be right.",
        confidence=0.8,
        evidence=(Evidence(span, "", "now"),),
    )
    return FoundHit(LOG_CONTRADICTED.id, hit)


def _hit(rule: PolicyRule, at: ChangedFile, fact: str, title: str, message: str) -> FoundHit:
    """Of the change as a whole; a finding needs a place, and the first file is it."""
    side = Side.LEFT if at.head is None else Side.RIGHT
    span = Span(side, (at.previous_path or at.path) if side is Side.LEFT else at.path, 1, 1)
    hit = Hit(
        kind=rule.kind,
        span=span,
        symbol=None,
        fact=fact,
        title=title_of(title),
        message=message,
        confidence=0.7,  # below what is shown inline: it is no matter of that line
        evidence=(),
    )
    return FoundHit(rule.id, hit)
