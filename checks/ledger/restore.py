"""A lost guard put back into the head, where that is local and safe.

The lines that took the guard away are turned back only if nothing that is new at head would go with them, every name
that they need is still there, the file parses, and the unit then has the guard again beside all that it has now.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from checks.kit import Change, Source, Suggestion, Undecodable, Unparsable
from checks.kit.line_diff import Hunk
from checks.ledger.entry import Entry, Verdict
from checks.ledger.extract import guards_of
from checks.ledger.family import Family
from checks.ledger.guard import Form
from checks.ledger.unit import Unit, units_of

_WORD = re.compile(r"\w+|[=!<>]=|[<>]")
_CONNECTING = frozenset("with async as await return and or not if in is".split())
_EMPTY = frozenset("pass None True False == ...".split())
"""What may stand in a guard's place at head without being missed when the guard comes back."""
_LONGEST = 30  # lines; a longer suggestion is no small repair
_LARGEST_FILE = 5_000  # lines: it is parsed once more for every suggestion
_WHOLE = frozenset({Form.DECORATOR, Form.EXIT, Form.CALL, Form.RECORD, Form.HANDLER})
"""Forms that stand on lines of their own."""


class _Edit(Struct, frozen=True):
    """Head lines [start, end) become `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def suggestion_for(entry: Entry) -> Suggestion | None:
    """The head lines to replace so that the guard stands again; None where that is not local and safe."""
    if entry.verdict not in {Verdict.LOST, Verdict.WEAKENED} or entry.others or not _is_local(entry):
        return None
    for edit in _edits(entry):
        if len(edit.lines) <= _LONGEST and _heals(entry, edit):
            return _suggestion(entry.head.source, edit)
    return None


def _is_local(entry: Entry) -> bool:
    same_file = entry.base.source is entry.change.base and entry.head.source is entry.change.head
    return same_file and len(entry.head.source.lines) <= _LARGEST_FILE


def _edits(entry: Entry) -> Iterator[_Edit]:
    start, end = _lines_of(entry)
    turned = _turned_back(entry, start, end)
    if turned is not None:
        yield turned
    if entry.guard.form in _WHOLE:
        put = _put_back(entry, start, end)
        if put is not None:
            yield put


def _lines_of(entry: Entry) -> tuple[int, int]:
    """Base lines [start, end) that the guard shapes: of a scope, the whole statement."""
    guard = entry.guard
    if guard.form is Form.SCOPE:
        for parent in entry.base.parents(guard.node):
            if isinstance(parent, ast.With | ast.AsyncWith):
                return parent.lineno, (parent.end_lineno or parent.lineno) + 1
    return guard.start_line, guard.end_line + 1


def _turned_back(entry: Entry, start: int, end: int) -> _Edit | None:
    """The hunks around the guard as they were at base, if the head has nothing there that the base had not."""
    base, head = entry.base.source.lines, entry.head.source.lines
    start, end, head_start, head_end = _region(entry.change, start, end)
    was, now = _words(base[start - 1 : end - 1]), _words(head[head_start - 1 : head_end - 1])
    weaker = entry.cover.label if entry.cover is not None and entry.verdict is Verdict.WEAKENED else ""
    if was - now - _own_words(entry) or (now - was - _words((weaker,))).keys() - _EMPTY:
        return None
    return _Edit(head_start, head_end, tuple(base[start - 1 : end - 1]))


def _region(change: Change, start: int, end: int) -> tuple[int, int, int, int]:
    """Base lines [start, end) grown to whole hunks, and the head lines in their place."""
    for hunk in change.hunks:
        if hunk.base_start < end and (hunk.base_end > start):
            start, end = min(start, hunk.base_start), max(end, hunk.base_end)
    before = sum(_growth(hunk) for hunk in change.hunks if hunk.base_end <= start)
    until = sum(_growth(hunk) for hunk in change.hunks if hunk.base_start < end)
    return start, end, start + before, end + until


def _growth(hunk: Hunk) -> int:
    return (hunk.head_end - hunk.head_start) - (hunk.base_end - hunk.base_start)


def _words(lines: Iterable[str]) -> Counter[str]:
    """Names, numbers and comparisons, as a multiset; what only connects them does not count."""
    found = (word for line in lines for word in _WORD.findall(line))
    return Counter(word for word in found if word not in _CONNECTING)


def _own_words(entry: Entry) -> Counter[str]:
    """The words that make up the guard itself."""
    guard, base = entry.guard, entry.base
    if not hasattr(guard.node, "end_col_offset"):  # the lines of an exit
        return _words((base.source.snippet(guard.start_line, guard.end_line),))
    words = _words((ast.unparse(guard.node), guard.label))
    for parent in base.parents(guard.node):
        if isinstance(parent, ast.keyword) and parent.arg:
            words[parent.arg] += 1
            break
        if isinstance(parent, ast.stmt):
            break
    if isinstance(guard.node, ast.arg) and isinstance(base.node, ast.FunctionDef | ast.AsyncFunctionDef):
        words += _words((ast.unparse(base.node.args),))
    return words


def _put_back(entry: Entry, start: int, end: int) -> _Edit | None:
    """The guard's own lines where they stood: before or after what came in the place of their neighbours."""
    base, head = entry.base.source.lines, entry.head.source.lines
    lines = tuple(base[start - 1 : end - 1])
    hunk = next((it for it in entry.change.hunks if it.base_start <= start and end <= it.base_end), None)
    if hunk is None:
        return None
    if entry.guard.form is Form.DECORATOR:
        return _above(entry, lines)
    first, last = not _said(base[hunk.base_start - 1 : start - 1]), not _said(base[end - 1 : hunk.base_end - 1])
    place = hunk.head_start if first else hunk.head_end if last else len(head) + 1
    after = next((line for line in head[place - 1 : entry.head.end_line] if line.strip()), "")
    return _Edit(place, place, lines) if after and _indent(after) == _indent(lines[0]) else None


def _said(lines: Iterable[str]) -> bool:
    return any(line.strip() for line in lines)


def _above(entry: Entry, lines: tuple[str, ...]) -> _Edit | None:
    """Right above the definition, below the decorators that it has."""
    node = entry.head.node
    if isinstance(node, ast.Module) or _indent(lines[0]) != node.col_offset:
        return None
    return _Edit(node.lineno, node.lineno, lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _heals(entry: Entry, edit: _Edit) -> bool:
    """Whether the guard stands again, nothing else is lost, and every name of the new lines is known."""
    source, head = entry.head.source, entry.head
    lines = [*source.lines[: edit.start - 1], *edit.lines, *source.lines[edit.end - 1 :]]
    healed = Source(source.path, ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"))
    try:
        unit = units_of(healed, head.view).get(head.name)
    except (Undecodable, Unparsable):
        return False
    if unit is None:
        return False
    has, had = _marks(unit), _marks(head)
    wanted = Counter({(entry.guard.family, entry.guard.key): 1})
    weaker = Counter([(cover.family, cover.key)] if (cover := entry.cover) is not None else [])
    return not (had + wanted - weaker) - has and _knows_names(entry.base.source, healed, edit)


def _marks(unit: Unit) -> Counter[tuple[Family, str]]:
    return Counter((guard.family, guard.key) for guard in guards_of(unit))


def _knows_names(base: Source, healed: Source, edit: _Edit) -> bool:
    """Whether every name that the restored lines read is still bound, or was not bound at base either."""
    lines = range(edit.start, edit.start + len(edit.lines))
    names = (node for node in healed.index.all(ast.Name) if node.lineno in lines)
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    return not read & _bound(base) - _bound(healed)


def _bound(source: Source) -> frozenset[str]:
    """Every name that is imported, defined, assigned or taken as a parameter anywhere in the file."""
    index = source.index
    stored = {node.id for node in index.all(ast.Name) if isinstance(node.ctx, ast.Store)}
    taken = {node.arg for node in index.all(ast.arg)} | {name.rpartition(".")[2] for name in index.names.values()}
    caught = {node.name for node in index.all(ast.ExceptHandler) if node.name}
    return frozenset(stored | taken | caught | index.imports.keys())


def _suggestion(source: Source, edit: _Edit) -> Suggestion | None:
    """The edit without the lines that stay; an insertion is the line that it stands before, replaced by both."""
    head, lines, start, end = source.lines, list(edit.lines), edit.start, edit.end
    while end - start > 1 and lines and lines[-1] == head[end - 2]:
        lines, end = lines[:-1], end - 1
    while end - start > 1 and lines and lines[0] == head[start - 1]:
        lines, start = lines[1:], start + 1
    if start == end:
        if start > len(head):
            return None
        lines, end = [*lines, head[start - 1]], end + 1
    return Suggestion(start, end - 1, "\n".join(lines))
