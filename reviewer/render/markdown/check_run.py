"""The check run: its title, at most twelve lines above the fold, and everything else below it."""

from __future__ import annotations

from msgspec import Struct

from reviewer.domain.report import Report, ReportedFile, unseen
from reviewer.domain.signoff.state import Signing
from reviewer.render.limits import GITHUB_TEXT, cut, size
from reviewer.render.markdown.details import details
from reviewer.render.markdown.pieces import folded, row
from reviewer.render.markdown.quote import code, prose
from reviewer.render.markdown.signing import carried_since, first_lines, signing_fold, voided
from reviewer.render.summary import active, headline, is_quiet, needs, signed, to_sign

ABOVE_THE_FOLD = 12
_HEAD = ("| | what changed | where | clear it by |", "| --- | --- | --- | --- |")
_TITLE = 255
_NAMED = 3


class CheckRunText(Struct, frozen=True):
    """`output` of a check run: a title, and two Markdown texts within GitHub's limits."""

    title: str
    summary: str
    text: str


def check_run_text(report: Report, signing: Signing | None = None) -> CheckRunText:
    """What the check run says; `text` is "" when there is nothing more to say.

    Where sign-offs are known (in the App), `signing` says who may give them and what became of each.
    """
    if is_quiet(report):
        return CheckRunText(headline(report), _first_line(report) + "\n", "")
    summary, shown = _above_the_fold(report, signing)
    rows = [*_HEAD, *map(row, active(report))]
    table = folded(f"All {len(active(report))} findings", rows, GITHUB_TEXT // 3) if shown < len(active(report)) else ""
    signed_by = signing_fold(signing, GITHUB_TEXT // 6) if signing is not None else ""
    text = table + signed_by + details(report, GITHUB_TEXT - size(table) - size(signed_by))
    return CheckRunText(cut(headline(report), _TITLE), cut(summary, GITHUB_TEXT), text)


def _first_line(report: Report) -> str:
    return f"**Holdfast: {headline(report)}** · head {code(report.head[:7])} · base {code(report.base[:7])}"


def _above_the_fold(report: Report, signing: Signing | None) -> tuple[str, int]:
    """At most twelve lines, and how many findings they show."""
    top = [_first_line(report), *map(prose, report.notes[:2])]
    if signing is not None and signing.areas:
        top += first_lines(signing)
    elif waiting := to_sign(report):
        top.append(f"Needs: {needs(waiting, code)}")
    bottom = _bottom(report, signing)
    findings = active(report)
    rows = ABOVE_THE_FOLD - len(top) - len(_HEAD) - bool(bottom)
    shown = findings if len(findings) <= rows else findings[: rows - 1]
    table = [*_HEAD, *map(row, shown)] if findings else []
    if len(shown) < len(findings):
        table.append(f"| | and {len(findings) - len(shown)} more, below | | |")
    # Two blanks before a line break keep the lines apart without spending a line on a paragraph.
    parts = ["  \n".join(top), "\n".join(table), bottom]
    return "\n\n".join(filter(None, parts)) + "\n", len(shown)


def _bottom(report: Report, signing: Signing | None) -> str:
    parts: list[str] = []
    for words, status in (("Signed", "signed"), ("Carried over", "carried")):
        named = [
            f"{boundary.area.value} ({', '.join(map(code, boundary.signoffs))}{carried_since(signing, boundary.area)})"
            for boundary in signed(report)
            if boundary.status == status
        ]
        if named:
            parts.append(f"{words}: {', '.join(named)}.")
    if signing is not None and (void := voided(signing)):
        parts.append(f"Void: {void}.")
    missed = unseen(report)
    if missed:
        rest = f" and {len(missed) - _NAMED} more" if len(missed) > _NAMED else ""
        parts.append(f"Not looked at: {', '.join(map(_missed, missed[:_NAMED]))}{rest}.")
    return " ".join(parts)


def _missed(file: ReportedFile) -> str:
    return f"{code(file.path)} ({prose(file.skipped or '')})"
