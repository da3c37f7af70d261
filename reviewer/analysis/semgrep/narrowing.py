"""The part of a file that its change can alter: what stands apart from it is blanked on both sides.

The engine's parser is the dear part of a scan, and most of a changed file did not change. A function, class or route
at the left margin that no changed line touches gives the same matches on both sides, which subtract to nothing. All
else stays: imports and constants give the rest its meaning. Every byte keeps its place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from checks.kit import Change
from reviewer.analysis.blobs import Blob
from reviewer.analysis.semgrep.both_sides import BothSides
from reviewer.analysis.semgrep.cache import ResultCache
from reviewer.analysis.semgrep.engine import Engine
from reviewer.analysis.semgrep.match import Scanned
from reviewer.analysis.semgrep.rule import RuleId
from reviewer.analysis.semgrep.rule_set import RuleSet
from reviewer.analysis.semgrep.scan import Limits, Wanted, scan

_FEWEST_LINES: Final = 4
"""A shorter block costs less to parse than it takes to think of it."""
_GOES_ON: Final = re.compile(r"[\s)\]}.]|$|(?:else|elif|except|finally|catch|rescue|ensure|end|then|do)\b")
_UNIT: Final = re.compile(
    r"(?:export\s+)?(?:default\s+)?(?:public\s+|final\s+|abstract\s+|async\s+)*(?:function|class|def|func)\b"
    r"|(?:(?:export\s+)?(?:const|let|var)\s+[\w$]+|(?:module\.)?exports\.[\w$]+)\s*=\s*"
    r"(?:async\b|function\b|\([^()]*\)\s*=>|[\w$]+\s*=>)"
    r"|(?!require|import|include|define)[\w$]+(?:\.[\w$]+)*\([\"'`]"
)
"""How a function, class or route begins; what only looks like one and is none is blanked on both sides as well."""


class _Block(Struct, frozen=True):
    """Lines from one at the left margin to the next one; 0-based, `end` excluded."""

    start: int
    end: int
    is_unit: bool


def scan_narrowed(
    files: Iterable[BothSides], wanted: Wanted, rules: RuleSet, engine: Engine, cache: ResultCache, limits: Limits
) -> Mapping[Blob, Scanned]:
    """Scan what the changes can alter, and the whole of a file whose part cannot be read alone.

    Raises:
        MalformedRule: the engine refuses a rule; names file and line.
    """
    part = _parts(files, wanted, rules)
    asked = {part.get(blob, blob): ids for blob, ids in wanted.items()}
    answers = scan(asked, rules, engine, cache, limits, asked)
    seen = {blob: answers[part.get(blob, blob)] for blob in wanted if part.get(blob, blob) in answers}
    whole = {blob: wanted[blob] for blob in part if blob in seen and (seen[blob].problem or seen[blob].unparsed)}
    return {**seen, **scan(whole, rules, engine, cache, limits, whole)} if whole else seen


def _parts(files: Iterable[BothSides], wanted: Wanted, rules: RuleSet) -> dict[Blob, Blob]:
    """What to read of each file with two sides, unless a rule for it follows the file from statement to statement."""
    parts: dict[Blob, Blob] = {}
    following = {name for name in frozenset[RuleId]().union(*wanted.values()) if rules.rules[name].follows_statements}
    for file in files:
        asked = frozenset[RuleId]().union(*(wanted.get(blob, frozenset()) for blob in file.blobs))
        if file.base is None or file.head is None or not asked or asked & following:
            continue
        parts[file.base], parts[file.head] = narrowed(file.change, file.base, file.head)
    return parts


def narrowed(change: Change, base: Blob, head: Blob) -> tuple[Blob, Blob]:
    """Both sides without the units at the left margin that the change does not touch."""
    base_side, head_side = _Side.of(base), _Side.of(head)
    touched = (_touched(base_side, change.removed_lines), _touched(head_side, change.added_lines))
    kept = _reached(touched, _links(change, base_side, head_side))
    return base_side.without(kept[0]), head_side.without(kept[1])


class _Side(Struct, frozen=True):
    """A blob in lines; `block_of` tells the block of each line."""

    blob: Blob
    lines: Sequence[str]
    blocks: Sequence[_Block]
    block_of: Sequence[int]

    @classmethod
    def of(cls, blob: Blob) -> _Side:
        lines = blob.text.split("\n")
        blocks = tuple(_blocks(lines))
        return cls(blob, lines, blocks, [at for at, block in enumerate(blocks) for _ in range(block.start, block.end)])

    def without(self, kept: Collection[int]) -> Blob:
        lines = list(self.lines)
        for at, block in enumerate(self.blocks):
            if at not in kept and block.is_unit and block.end - block.start >= _FEWEST_LINES:
                lines[block.start : block.end] = map(_blank, lines[block.start : block.end])
        return self.blob if lines == self.lines else self.blob.respelled("\n".join(lines))


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """Decorators go with what they stand above."""
    starts = [at for at, line in enumerate(lines) if at == 0 or not _GOES_ON.match(line)]
    first: int | None = None
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        first = start if first is None else first
        if not lines[start].startswith("@"):
            yield _Block(first, end, _UNIT.match(lines[start]) is not None)
            first = None
    if first is not None:
        yield _Block(first, len(lines), is_unit=False)


def _touched(side: _Side, numbers: Collection[int]) -> frozenset[int]:
    """Blocks that hold one of these lines."""
    return frozenset(side.block_of[number - 1] for number in numbers if 0 < number <= len(side.lines))


def _links(change: Change, base: _Side, head: _Side) -> frozenset[tuple[int, int]]:
    """Blocks of base and head that share an unchanged line."""
    links: set[tuple[int, int]] = set()
    at, shift = 0, 0
    for hunk in change.hunks:
        links.update(zip(base.block_of[at : hunk.base_start - 1], head.block_of[at + shift :], strict=False))
        at, shift = hunk.base_end - 1, hunk.head_end - hunk.base_end
    links.update(zip(base.block_of[at:], head.block_of[at + shift :], strict=False))
    return frozenset(links)


def _reached(
    touched: tuple[frozenset[int], frozenset[int]], links: Collection[tuple[int, int]]
) -> tuple[set[int], set[int]]:
    """What was touched on either side, and what it is linked to: no block is looked at on one side alone."""
    beside: tuple[dict[int, list[int]], dict[int, list[int]]] = (defaultdict(list), defaultdict(list))
    for base, head in links:
        beside[0][base].append(head)
        beside[1][head].append(base)
    kept: tuple[set[int], set[int]] = (set(), set())
    waiting = [(side, block) for side in (0, 1) for block in touched[side]]
    while waiting:
        side, block = waiting.pop()
        if block not in kept[side]:
            kept[side].add(block)
            waiting += [(1 - side, other) for other in beside[side][block]]
    return kept


def _blank(line: str) -> str:
    """As many bytes of nothing."""
    return " " * len(line.encode("utf-8", "replace"))
