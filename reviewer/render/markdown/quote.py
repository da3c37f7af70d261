"""Foreign text in Markdown: it may neither format, link, ping, load nor end what stands around it.

GitHub's own parser is the judge: the tests hold every function against it.
"""

from __future__ import annotations

import re

from reviewer.render.foreign import one_line, sentence, visible

_SAFE_WORD = re.compile(r"""(?:[^\W_]|[.,;:'"()/%=?!+→·…—-])+""")
"""Letters, digits and the punctuation that Markdown leaves alone inside a line."""
_LINKED_BY_GITHUB = re.compile(r"://|www\.|(?i:\bgh-\d)|\b[0-9a-f]{7,40}\b")
_TRAILING = re.compile(r"[.,;:!?]+$")
_STARTS_A_BLOCK = re.compile(r"(?:[-+=]+|\d+[.)])(?= |$)")


def code(text: str) -> str:
    """The text as inline code on one line; also in a table cell."""
    shown = one_line(text)
    if not shown.strip():
        return f"<code>{'&nbsp;' * len(shown)}</code>"
    if "|" in shown:
        # Escaped or not, a pipe behind a backslash ends a table cell even in a code span: so, entities.
        return f"<code>{''.join(map(_entity, shown))}</code>"
    fence = _fence(shown, 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def prose(text: str) -> str:
    """A sentence that may hold foreign words: whatever Markdown or GitHub would read is set as code.

    Pairs of backticks in it are taken as the writer's own code spans.
    """
    shown = sentence(text)
    if start := _STARTS_A_BLOCK.match(shown):
        return code(start[0]) + _inline(shown[start.end() :])
    return _inline(shown)


def _inline(text: str) -> str:
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _words(text)
    return "".join(_words(part) if n % 2 == 0 else code(part) if part.strip() else "" for n, part in enumerate(parts))


def block(text: str, language: str = "") -> str:
    """The text as a fenced block; `language` comes from our own table, never from the text."""
    shown = visible(text)
    fence = _fence(shown, 3)
    return f"{fence}{language}\n{shown}\n{fence}"


def _fence(text: str, shortest: int) -> str:
    """A run of backticks longer than any in the text."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(shortest, longest + 1)


def _words(text: str) -> str:
    return re.sub(r"[^ ]+", lambda found: _word(found[0]), text)


def _word(word: str) -> str:
    if _SAFE_WORD.fullmatch(word) and not _LINKED_BY_GITHUB.search(word):
        return word
    ending = _TRAILING.search(word)
    if ending and ending.start() > 0:
        return code(word[: ending.start()]) + ending[0]
    return code(word)


def _entity(char: str) -> str:
    if char == "@":
        return "&#64;<!-- -->"  # an address is linked even when written in entities; a comment parts it
    return char if char.isalnum() or char == " " else f"&#{ord(char)};"
