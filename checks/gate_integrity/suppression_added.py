"""A line tells a security scanner to look away.

A comment was added that silences a scanner or a rule of security: `nosec`, `nosemgrep`, `noqa` with an S rule, NOSONAR
and the like.

Why it matters:
    The finding was there and is now invisible, for this line and for whatever is written into it later.

Instead:
    Mend the line, or give the comment the one rule and the reason, so that the reviewer can judge it.

What it does not see:
    Suppressions of style and types; those that stood on the same line before. Holdfast's own `allow` comments are
    judged by its policy.

Sources:
    Catalogue CF09.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.files import could_hide_boundary, is_test, language
from checks.kit.sentence import Lines, Sentence, at_head, code

_SUPPRESSION = re.compile(
    r"(?:#|//|--|/\*)\s*.*?(?P<words>\bnosec\b[^\n]*|\bnosemgrep\b[^\n]*|\bnoqa:\s*[A-Z0-9, ]*\b(?:S\d{3}|BLE001)\b|"
    r"\bNOSONAR\b|\bbrakeman:ignore\b|\bgosec:disable\b|\bnolint:[\w,]*gosec\b|eslint-disable[\w-]*\s+[^\n]*security/)"
)

_APOSTROPHE = re.compile(r"[a-z]'[a-z]")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every suppression of a security rule that the base did not have; one for all alike in a file."""
    if change.head is None or is_test(change.path) or not could_hide_boundary(change.path):
        return
    told: set[str] = set()
    known = Counter(words for _, words in _suppressions(change.base))
    for line, words in _suppressions(change.head):
        if known[words]:
            known[words] -= 1
        elif line in change.added_lines and words not in told:
            told.add(words)
            says = Sentence(
                kind=Kind.INTRODUCED,
                symbol=None,
                fact=f"suppression {words}",
                title=f"A security scanner is told to look away: {code(words)}",
                message="What it found on this line is no longer shown, now and later.",
                confidence=0.7,
            )
            yield at_head(change, Lines(line, line), says)


def _suppressions(source: Source | None) -> Iterator[tuple[int, str]]:
    for line, text in enumerate(source.lines if source else (), start=1):
        found = _SUPPRESSION.search(text) if "no" in text or "NO" in text or "ignore" in text else None
        if source is not None and found is not None and not _is_quoted(source, line, text[: found.start()]):
            yield line, " ".join(found["words"].split())


def _is_quoted(source: Source, line: int, before: str) -> bool:
    """Whether what comes after `before` stands in a text and is no comment."""
    if any(before.replace(f"\\{quote}", "").count(quote) % 2 for quote in ('"', "`")):
        return True
    if before.replace("\\'", "").count("'") % 2 and not _APOSTROPHE.search(before):
        return True
    return language(source.path) == "python" and line in _lines_of_texts(source)


def _lines_of_texts(source: Source) -> frozenset[int]:
    """Lines on which a text of several lines goes on."""
    texts = (node for node in source.index.all(ast.Constant, ast.JoinedStr) if _is_text(node))
    return frozenset(line for node in texts for line in range(node.lineno, node.end_lineno or node.lineno))


def _is_text(node: ast.Constant | ast.JoinedStr) -> bool:
    return isinstance(node, ast.JoinedStr) or isinstance(node.value, str)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF09",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the scanner is told to pass over the line",
            base={"shop/q.js": "run(name)\n"},
            head={"shop/q.js": "run(name) // nosemgrep: sql-built\n"},
            finds=((1, "nosemgrep"),),
        ),
        Example(
            "a comment on style",
            base={"shop/q.js": "run(name)\n"},
            head={"shop/q.js": "run(name) // eslint-disable-line max-len\n"},
        ),
        Example(
            "the comment moved with its line",
            base={"shop/q.js": "run(name) // nosemgrep: sql-built\n"},
            head={"shop/q.js": "start()\nrun(name) // nosemgrep: sql-built\n"},
        ),
        Example(
            "a text that speaks of it",
            base="X = 1\n",
            head="X = 1\nHINT = 'write # nosemgrep: sql-built beside it'\n",
        ),
        Example(
            "a text of several lines that speaks of it",
            base="X = 1\n",
            head='X = 1\nHINT = """\nrun(name)  # nosec\n"""\n',
        ),
        Example(
            "behind a text",
            base={"shop/q.js": "run('a')\n"},
            head={"shop/q.js": "run('a') // nosemgrep: it's known\n"},
            finds=((1, "nosemgrep"),),
        ),
        Example(
            "in a test",
            base={"tests/q.js": "run(name)\n"},
            head={"tests/q.js": "run(name) // nosemgrep: sql-built\n"},
        ),
    ),
)
