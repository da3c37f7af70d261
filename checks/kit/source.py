"""One version of one file: its bytes, and everything that is read from them once."""

from __future__ import annotations

import ast
import codecs
import re
import warnings
from functools import cached_property

from msgspec import Struct

from checks.kit.index import SyntaxIndex

_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263


class Undecodable(ValueError):
    """The bytes are not text in the encoding that the file declares; `args[0]` says why."""


class Unparsable(ValueError):
    """The text is not Python; `args[0]` says why, with the line."""


class Source(Struct, frozen=True, eq=False, dict=True):
    """The bytes of one file and what follows from them, each computed at most once.

    Identity is by object, not by bytes: the same text at another path is another source.
    """

    path: str
    data: bytes

    @cached_property
    def encoding(self) -> str:
        """Python's name of the encoding: byte order mark, then coding comment, then UTF-8."""
        if self.data.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        for line in self.data.split(b"\n", 2)[:2]:
            if found := _CODING.match(line):
                return found[1].decode("ascii", "replace").lower()
        return "utf-8"

    @cached_property
    def text(self) -> str:
        """The text, every line break a single line feed, without a byte order mark.

        Raises:
            Undecodable: the bytes do not fit the encoding, or nobody knows it.
        """
        try:
            text = self.data.decode(self.encoding)
        except LookupError as error:
            message = f"its coding comment names the unknown encoding {self.encoding!r}"
            raise Undecodable(message) from error
        except UnicodeDecodeError as error:
            message = f"byte {error.start} is not {self.encoding}"
            raise Undecodable(message) from error
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their breaks; line n of the file is `lines[n - 1]`."""
        text = self.text
        return tuple(text[:-1].split("\n") if text.endswith("\n") else text.split("\n"))

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree by `ast`, positions as in the file.

        Raises:
            Undecodable: see `text`.
            Unparsable: neither this Python nor LibCST's newer grammar reads it.
        """
        return _parse(self.text)

    @cached_property
    def index(self) -> SyntaxIndex:
        """The shared index over `tree`; raises as `tree` does."""
        return SyntaxIndex(self.tree)

    def snippet(self, start_line: int, end_line: int) -> str:
        """The text of whole lines, both included."""
        return "\n".join(self.lines[start_line - 1 : end_line])


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # foreign code's invalid escapes are not our business
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            reason = _reason(error)
        from checks.kit.newer_syntax import lower_to_running_python  # noqa: PLC0415  (LibCST is slow to import, and seldom needed)

        try:
            return ast.parse(lower_to_running_python(text))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise Unparsable(reason) from error


def _reason(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {error.msg}"
    if isinstance(error, RecursionError | MemoryError):
        return "it is nested too deeply"
    return _first_line(error)


def _first_line(error: BaseException) -> str:
    return str(error).split("\n", 1)[0] or type(error).__name__
