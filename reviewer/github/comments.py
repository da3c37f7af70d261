"""Inline comments: placed where GitHub accepts them, marked, and posted as one review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import structlog

from checks.kit import Side, Span
from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.publication import InlineComment
from reviewer.domain.report import Finding, Report
from reviewer.github.answers import RejectedRequest
from reviewer.github.changed_files import ListedFile
from reviewer.github.client import Installation
from reviewer.github.hunks import CommentableLines, commentable_lines
from reviewer.github.markers import marked
from reviewer.github.names import repository_path
from reviewer.ports import BeforeWrite
from reviewer.render.markdown.comment import anchors, comment_body

_UNPROCESSABLE = 422
_log = structlog.get_logger(__name__)


class Patches:
    """The lines of a change that may carry a comment; GitHub names a file by its path at head on both sides."""

    def __init__(self, files: Iterable[ListedFile]) -> None:
        """Reads no patch before somebody asks for its file."""
        self._files: dict[tuple[Side, str], ListedFile] = {}
        self._lines: dict[str, CommentableLines] = {}
        for file in files:
            self._files[Side.LEFT, file.base_path or file.filename] = file
            self._files[Side.RIGHT, file.filename] = file

    def place(self, spans: Sequence[Span]) -> tuple[str, Span] | None:
        """The first span that may be commented on as it is, else the longest part of one; with GitHub's path."""
        known = [(self._files[span.side, span.path], span) for span in spans if (span.side, span.path) in self._files]
        for file, span in known:
            if self._of(file).holds(span.side, span.start_line, span.end_line):
                return file.filename, span
        for file, span in known:
            part = self._of(file).clipped(span.side, span.start_line, span.end_line)
            if part is not None:
                return file.filename, Span(span.side, span.path, *part)
        return None

    def _of(self, file: ListedFile) -> CommentableLines:
        if file.filename not in self._lines:
            self._lines[file.filename] = commentable_lines(file.patch)
        return self._lines[file.filename]


def inline_comments(report: Report, patches: Patches) -> tuple[InlineComment, ...]:
    """The comments of the inline findings that have a line to stand on; the others stay in the table."""
    placed = (_comment(finding, patches) for finding in report.findings if finding.inline)
    return tuple(comment for comment in placed if comment is not None)


def _comment(finding: Finding, patches: Patches) -> InlineComment | None:
    place = patches.place(anchors(finding))
    if place is None:
        return None
    path, span = place
    body = marked(comment_body(finding, span), finding.fingerprint)
    return InlineComment(finding.fingerprint, path, span.side, span.start_line, span.end_line, body)


async def post_review(
    api: Installation,
    key: PullRequestKey,
    head_sha: str,
    body: str,
    comments: Sequence[InlineComment],
    before_write: BeforeWrite,
) -> None:
    """Post one review, which is one notification.

    GitHub takes all comments or none. Lines that it does not accept in spite of the patch, or a head
    that has just been replaced, cost the comments and nothing else: their findings stand in the
    check run, with annotations of their own.
    """
    review: dict[str, object] = {
        "commit_id": head_sha,
        "event": "COMMENT",
        "body": body,
        "comments": [comment_shape(comment, "start_line", "start_side") for comment in comments],
    }
    path = f"{repository_path(key)}/pulls/{key.number}/reviews"
    try:
        await api.write("POST", path, review, before_write)
    except RejectedRequest as error:
        if error.status != _UNPROCESSABLE:
            raise
        _log.warning("review not accepted", why=str(error), comments=len(comments), repository=key.repository)


def comment_shape(comment: InlineComment, start_line: str, start_side: str) -> Mapping[str, object]:
    """A comment as REST and GraphQL take it, which name but the start of its lines apart."""
    shape: dict[str, object] = {
        "path": comment.path,
        "side": comment.side.value,
        "line": comment.line,
        "body": comment.body,
    }
    if comment.start_line < comment.line:
        shape |= {start_line: comment.start_line, start_side: comment.side.value}
    return shape
