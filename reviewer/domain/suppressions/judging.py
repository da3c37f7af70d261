"""Which findings the comments of a change accept, by the base's policy and today's date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from msgspec import Struct

from checks.kit import Action, Change, Evidence, Hit, Side, Span, title_of
from reviewer.domain.analysis import FoundHit
from reviewer.domain.policy import SuppressionPolicy
from reviewer.domain.policy_rule import PolicyRule
from reviewer.domain.report import Finding, Suppression
from reviewer.domain.suppressions.comment import Comment, comments_in
from reviewer.domain.suppressions.grammar import Words
from reviewer.domain.suppressions.rules import EXPIRED, NEW, REFUSED, UNUSED

_ASKING = frozenset({Action.SIGN_OFF, Action.BLOCK})


class Judged(Struct, frozen=True):
    """The findings, marked; what is said of the comments; and which findings only a new comment accepts.

    Attributes:
        newly: fingerprints of findings whose area waits for a sign-off although they are suppressed.
    """

    findings: tuple[Finding, ...]
    hits: tuple[FoundHit, ...]
    newly: frozenset[str]


class Rulebook(Struct, frozen=True):
    """What the comments are held against.

    Attributes:
        known: every id that a comment may name.
        nearest: a hint for an id that nobody has, or "".
    """

    policy: SuppressionPolicy
    today: date
    known: Collection[str]
    nearest: Callable[[str], str]


def judge(findings: Sequence[Finding], changes: Iterable[Change], rulebook: Rulebook) -> Judged:
    """Mark what is accepted; a comment that is refused or has ended accepts nothing."""
    files = {change.path: change for change in changes if change.head is not None}
    comments = [comment for change in files.values() for comment in _comments(change)]
    refused = {comment: why for comment in comments if (why := _why_refused(comment.words, rulebook))}
    valid = [comment for comment in comments if comment not in refused]
    ended = frozenset(it for it in valid if it.words.until is not None and it.words.until < rulebook.today)
    holding = _by_path(it for it in valid if it not in ended)
    over = _by_path(ended)
    by = {it.fingerprint: _covering(it, holding, files) for it in findings}
    once = {it.fingerprint: _covering(it, over, files) for it in findings if by[it.fingerprint] is None}
    used = frozenset(comment for comment in (*by.values(), *once.values()) if comment is not None)
    new = frozenset(it for it in used - ended if _is_new(it, files[it.path]))
    newly = {it.fingerprint for it in findings if by[it.fingerprint] in new and it.action in _ASKING}
    asking = {by[fingerprint] for fingerprint in newly}
    hits = [
        *(_hit(REFUSED, it, f"This suppression has no effect: {why}.") for it, why in refused.items()),
        *(_hit(NEW, it, _asks(it)) for it in valid if it in asking),
        *(_hit(EXPIRED, it, f"This suppression ended on {it.words.until}.") for it in valid if it in used & ended),
        *(
            _hit(UNUSED, it, "No such finding stands there.")
            for it in valid
            if it not in used and _is_edited(it, files)
        ),
    ]
    marked = tuple(_marked(it, by[it.fingerprint], once.get(it.fingerprint)) for it in findings)
    return Judged(marked, tuple(hits), frozenset(newly))


def _comments(change: Change) -> Iterator[Comment]:
    return comments_in(change.path, change.head.lines) if change.head is not None else iter(())


def _why_refused(words: Words, rulebook: Rulebook) -> str:
    """A clause, "" where the policy accepts it."""
    policy = rulebook.policy
    if words.mistake:
        return words.mistake
    for check in words.checks:
        if check not in rulebook.known:
            hint = rulebook.nearest(check)
            return f"no check or rule is called {check!r}{f' ({hint})' if hint else ''}"
        if check.partition("/")[0] in policy.never:
            return f"nothing in {check.partition('/')[0]} may be suppressed"
    if "reason" in policy.require and not words.reason:
        return "it gives no reason"
    if "until" in policy.require and words.until is None:
        return "it names no day (until=YYYY-MM-DD)"
    if words.until is not None and words.until > rulebook.today + timedelta(days=policy.longest_days):
        return f"it holds until {words.until}, longer than the {policy.longest_days} days that are allowed"
    return ""


def _by_path(comments: Iterable[Comment]) -> dict[str, list[Comment]]:
    found: defaultdict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        found[comment.path].append(comment)
    return found


def _covering(finding: Finding, comments: dict[str, list[Comment]], files: dict[str, Change]) -> Comment | None:
    """The first comment of the file that names the check and covers the place."""
    change, here = files.get(finding.path), comments.get(finding.path)
    if change is None or not here:
        return None
    start, end = _at_head(finding, change)
    return next(
        (
            it
            for it in sorted(here, key=lambda comment: comment.line)
            if finding.check in it.words.checks and it.covers[0] <= end and start <= it.covers[1]
        ),
        None,
    )


def _at_head(finding: Finding, change: Change) -> tuple[int, int]:
    """Lines of the head; for a line that is gone, those around its place."""
    if finding.side is Side.RIGHT:
        return finding.start_line, finding.end_line
    line = change.head_line(finding.start_line)
    if line is not None:
        return line, line
    for hunk in change.hunks:
        if hunk.base_start <= finding.start_line < hunk.base_end:
            return hunk.head_start, max(hunk.head_end - 1, hunk.head_start)
    return finding.start_line, finding.end_line


def _is_new(comment: Comment, change: Change) -> bool:
    """Whether the base does not say the same in this file; what moved is not new."""
    if change.base is None:
        return True
    had = Counter(it.words for it in comments_in(change.base_path, change.base.lines))
    return had[comment.words] == 0


def _is_edited(comment: Comment, files: dict[str, Change]) -> bool:
    """Whether the change touches the comment, or a line that it covers."""
    first, last = comment.covers
    return any(first <= line <= last for line in files[comment.path].added_lines)


def _asks(comment: Comment) -> str:
    return f"A new suppression of {', '.join(comment.words.checks)}: the area still asks for a sign-off."


def _hit(rule: PolicyRule, comment: Comment, title: str) -> FoundHit:
    span = Span(Side.RIGHT, comment.path, comment.line, comment.line)
    reason = f'It says: "{comment.words.reason}".' if comment.words.reason else "It gives no reason."
    hit = Hit(
        kind=rule.kind,
        span=span,
        symbol=None,
        fact=f"{rule.name} {' '.join(comment.words.checks)}",
        title=title_of(title),
        message=reason,
        confidence=0.9,
        evidence=(Evidence(span, "", "now"),),
    )
    return FoundHit(rule.id, hit)


def _marked(finding: Finding, by: Comment | None, once: Comment | None) -> Finding:
    if by is not None:
        until = None if by.words.until is None else by.words.until.isoformat()
        return replace(finding, suppressed=Suppression(by.words.reason, until), inline=False)
    if once is not None:
        said = f"{finding.message} It was suppressed until {once.words.until} (line {once.line})."
        return replace(finding, message=said)
    return finding
