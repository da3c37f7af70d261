"""The formats of a report, by the names that `--format` takes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from reviewer.domain.report import Report


class Format(StrEnum):
    """One way to print a report."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    MARKDOWN = "markdown"
    GITHUB = "github"
    GITLAB = "gitlab"


class Listing(StrEnum):
    """One way to print a list."""

    TEXT = "text"
    JSON = "json"


def printed(report: Report, wanted: Format, *, to_file: bool) -> str:
    """The report in that format, with a line break at its end; text is coloured where a terminal shows it."""
    text = _printed(report, wanted, to_file=to_file)
    return text if not text or text.endswith("\n") else f"{text}\n"


def _printed(report: Report, wanted: Format, *, to_file: bool) -> str:
    match wanted:
        case Format.TEXT:
            from rich.console import Console

            from reviewer.render.terminal.text import to_text
            from reviewer.render.terminal.width import PIPE, Terminal

            return to_text(report, PIPE if to_file else Terminal.of(Console()))
        case Format.JSON:
            from reviewer.render.report_json import to_json

            return to_json(report)
        case Format.SARIF:
            from reviewer.analysis.catalogue import catalogue
            from reviewer.render.sarif.log import to_sarif

            return to_sarif(report, catalogue())
        case Format.MARKDOWN:
            from reviewer.render.markdown.document import to_markdown

            return to_markdown(report)
        case Format.GITHUB:
            from reviewer.render.workflow import to_workflow_commands

            return to_workflow_commands(report)
        case Format.GITLAB:
            from reviewer.render.gitlab import to_gitlab

            return to_gitlab(report)
        case _:
            assert_never(wanted)
