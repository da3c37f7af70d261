"""Where SQL statements begin and end, without a grammar: quotes, comments, dollar quoting, nesting.

Needed where the grammar refuses a file as a whole (one bad statement must not hide the others), and to
keep text away from the parser that is nested so deeply that the C library would overflow its stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

MAX_STATEMENTS = 20_000
_MAX_CHAIN = 20_000  # tokens on one open path of the syntax tree; the library dies beyond about 40,000
_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<line>--[^\n]*)
  | (?P<hash>\#[^\n]*)
  | (?P<block>/\*)
  | (?P<dollar>\$(?:[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]*)?\$)
  | (?P<escaped>[eE]'(?:[^'\\]|\\.|'')*')
  | (?P<string>'(?:[^']|'')*')
  | (?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`)
  | (?P<word>[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_$\x80-\U0010ffff]*)
  | (?P<number>\d[\w.]*)
  | (?P<end>;)
  | (?P<open>[(\[])
  | (?P<close>[)\]])
  | (?P<comma>,)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MYSQL_STRING = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"", re.DOTALL)


class Statement(Struct, frozen=True):
    """One statement without its semicolon.

    Attributes:
        start: code points before it in the text, leading space and comments left out; `end` likewise.
        too_deep: whether it may not be handed to a parser.
        open: whether a quote or comment in it never ends.
    """

    text: str
    start: int
    end: int
    too_deep: bool = False
    open: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The first words in upper case, at most eight."""
        return tuple(word.upper() for word in re.findall(r"[A-Za-z_]+", self.text[:200])[:8])


def split(text: str, *, backslashes: bool = False, hash_comments: bool = False) -> Iterator[Statement]:
    """The statements of a text, in order; `backslashes` and `hash_comments` as MySQL has them.

    A trigger's or procedure's body between BEGIN and END keeps its semicolons.
    """
    scan = _Scan(text, backslashes=backslashes, hash_comments=hash_comments)
    return scan.statements()


def long_names(text: str, most_bytes: int) -> Iterator[tuple[str, int]]:
    """Names longer than that many bytes, and where each starts; strings and comments hold none."""
    if len(text.encode("utf-8", "surrogatepass")) <= most_bytes:
        return
    at = 0
    while at < len(text):
        kind, end = _token(text, at, backslashes=False, hash_comments=False)
        if kind in {"word", "quoted"}:
            name = text[at:end].strip('"')
            if len(name.encode("utf-8", "surrogatepass")) > most_bytes:
                yield name, at
        at = end


def hide_comments(text: str) -> str:
    """The text with every comment as spaces, for a search that must not read them."""
    out: list[str] = []
    at = 0
    while at < len(text):
        kind, end = _token(text, at, backslashes=False, hash_comments=False)
        piece = text[at:end]
        out.append(re.sub(r"[^\n]", " ", piece) if kind in {"line", "block"} else piece)
        at = end
    return "".join(out)


class _Scan:
    def __init__(self, text: str, *, backslashes: bool, hash_comments: bool) -> None:
        self.text, self.backslashes, self.hash_comments = text, backslashes, hash_comments
        self.reset()

    def reset(self) -> None:
        self.start = self.end = -1
        self.deep = self.open = False
        self.levels = [0]
        self.words: list[str] = []
        self.blocks = 0

    def statements(self) -> Iterator[Statement]:
        at, count = 0, 0
        while at < len(self.text):
            kind, end = _token(self.text, at, backslashes=self.backslashes, hash_comments=self.hash_comments)
            if kind == "end" and not self.blocks:
                if self.start >= 0:
                    count += 1
                    yield self.statement()
                    if count >= MAX_STATEMENTS:
                        return
                self.reset()
            elif kind not in {"space", "line", "block", "hash"}:
                self.take(kind, at, end)
            at = end
        if self.start >= 0:
            yield self.statement()

    def statement(self) -> Statement:
        return Statement(self.text[self.start : self.end], self.start, self.end, self.deep, self.open)

    def take(self, kind: str, at: int, end: int) -> None:
        if self.start < 0:
            self.start = at
        self.end = end
        self.levels[-1] += 1
        match kind:
            case "open":
                self.levels.append(0)
            case "close" if len(self.levels) > 1:
                self.levels.pop()
            case "comma":
                self.levels[-1] = 0
            case "word":
                self.word(self.text[at:end].upper())
            case "unended":
                self.open = True
            case _:
                pass
        if self.levels[-1] > _MAX_CHAIN or len(self.levels) > _MAX_CHAIN // 10:
            self.deep = True

    def word(self, word: str) -> None:
        """Counts BEGIN … END in the body of a routine or trigger."""
        if len(self.words) < 8:
            self.words.append(word)
        if not {"TRIGGER", "PROCEDURE", "FUNCTION"} & {*self.words} or self.words[0] != "CREATE":
            return
        if word in {"BEGIN", "CASE", "ATOMIC"}:
            self.blocks += word != "ATOMIC"
        elif word == "END" and self.blocks:
            self.blocks -= 1
        elif word in {"IF", "LOOP", "WHILE", "REPEAT"} and self.previous_ends():
            self.blocks += 1  # "END IF" took one away

    def previous_ends(self) -> bool:
        before = self.text[max(0, self.end - 40) : self.end].upper().split()
        return len(before) > 1 and before[-2] == "END"


def _token(text: str, at: int, *, backslashes: bool, hash_comments: bool) -> tuple[str, int]:
    """Kind and end of the token that starts at `at`."""
    if backslashes and text[at] in "'\"":
        found = _MYSQL_STRING.match(text, at)
        return ("string", found.end()) if found else ("unended", len(text))
    found = _TOKEN.match(text, at)
    if found is None or found.lastgroup is None:
        return "other", at + 1
    match found.lastgroup:
        case "block":
            return _block_comment(text, at)
        case "dollar":
            end = text.find(found[0], found.end())
            return ("string", end + len(found[0])) if end >= 0 else ("unended", len(text))
        case "hash" if not hash_comments:
            return "other", at + 1
        case "other" if found[0] in "'\"`":
            return "unended", len(text)
        case kind:
            return kind, found.end()


def _block_comment(text: str, at: int) -> tuple[str, int]:
    depth, here = 0, at
    for found in re.finditer(r"/\*|\*/", text[at:]):
        depth += 1 if found[0] == "/*" else -1
        here = at + found.end()
        if depth == 0:
            return "block", here
    return "unended", len(text)
