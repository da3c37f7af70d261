"""Parsing with LibCST, bounded: its parser is native code that ends the process when nesting is too deep.

`ast` refuses deep nesting with an exception; LibCST's recursive parser overflows the stack instead, which
nothing can catch. So a text is measured before it is given over, and parsed on a large stack.
"""

from __future__ import annotations

import re
import threading

import libcst

_MOST_BRACKETS = 100  # open at once; people stay below twenty
_LONGEST_STATEMENT = 20_000  # characters; every one of them could nest one level deeper (`~~~~x`)
_STACK_BYTES = 512 * 1024 * 1024  # address space, not memory: 25 kB for every level that is possible
_TOKENS = re.compile(
    r"(?P<skip>#[^\n]*|\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>\n)",
    re.DOTALL,
)


def parse_concrete(text: str) -> libcst.Module:
    """The concrete syntax tree of a text.

    Raises:
        ValueError: it is no Python that LibCST knows, or is nested too deeply to try.
    """
    if _is_too_deep(text):
        message = "it is nested too deeply"
        raise ValueError(message)
    answer: list[libcst.Module | Exception] = []

    def parse() -> None:
        try:
            answer.append(libcst.parse_module(text))
        except (libcst.ParserSyntaxError, RecursionError, UnicodeError) as error:
            answer.append(error)

    before = threading.stack_size(_STACK_BYTES)
    try:
        thread = threading.Thread(target=parse)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    match answer:
        case [libcst.Module() as module]:
            return module
        case [Exception() as error]:
            raise ValueError(str(error).split("\n", 1)[0]) from error
        case _:
            message = "LibCST gave up on it"
            raise ValueError(message)


def _is_too_deep(text: str) -> bool:
    """Whether brackets or one statement could nest deeper than the parser's stack."""
    depth = 0
    start = 0
    for found in _TOKENS.finditer(text):
        if found["open"]:
            depth += 1
            if depth > _MOST_BRACKETS:
                return True
        elif found["close"]:
            depth = max(0, depth - 1)
        elif found["end"] and depth == 0 and text[max(0, found.start() - 1)] != "\\":
            if found.start() - start > _LONGEST_STATEMENT:
                return True
            start = found.end()
    return len(text) - start > _LONGEST_STATEMENT
