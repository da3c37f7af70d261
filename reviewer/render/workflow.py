"""Workflow commands of GitHub Actions: one line per finding, read by the runner from the log."""

from __future__ import annotations

from reviewer.domain.report import Finding, Report, unseen
from reviewer.render.annotations import message_of
from reviewer.render.foreign import one_line, sentence
from reviewer.render.levels import LEVELS
from reviewer.render.places import head_place
from reviewer.render.summary import active, headline


def to_workflow_commands(report: Report) -> str:
    """`::error file=…,line=…,endLine=…,title=…::message` lines, worst first, then what was not looked at.

    The last line counts, for the reader of the log.
    """
    lines = [_command(finding) for finding in active(report)]
    lines += [
        f"::warning file={_property(file.path)},title=Not looked at::{_data(sentence(file.skipped or ''))}"
        for file in unseen(report)
    ]
    lines += [f"::notice title=Holdfast::{_data(sentence(note))}" for note in report.notes]
    lines.append(f"Holdfast: {headline(report)}")
    return "\n".join(lines) + "\n"


def _command(finding: Finding) -> str:
    place = head_place(finding)
    where = f"file={_property(place.path)},line={place.start_line},endLine={place.end_line}"
    title = f"title={_property(sentence(finding.title))}"
    return f"::{LEVELS[finding.action].command} {where},{title}::{_data(message_of(finding))}"


def _data(text: str) -> str:
    """As the runner's toolkit escapes a message."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As the runner's toolkit escapes a property: also what separates properties."""
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
