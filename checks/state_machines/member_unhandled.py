"""A state was added, and code that tells the states apart does not know it.

An enumeration of states gained a member. Code that goes through its members (a chain of conditions, a `match`, a
table) does not mention the new one, or no such code is in this pull request at all.

Why it matters:
    Rows in the new state fall through to whatever comes last: they are shown as open, retried, billed or skipped.

Instead:
    Go through the places that are named and decide for each what the new state means. A last branch that raises
    (`assert_never`) finds the next one by itself.

What it does not see:
    Places in files that were not changed and do not stand beside the enumeration; tables that are built at run time.

Sources:
    Catalogue SM05; Python documentation, typing.assert_never.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from checks.declarations.classes import Class
from checks.declarations.enums import is_enum, is_state, members_of
from checks.declarations.pairs import class_pairs, is_read
from checks.kit import (
    Action,
    Change,
    ChangeSet,
    Check,
    Evidence,
    Example,
    Hit,
    Kind,
    Options,
    Severity,
    Side,
    Source,
    Span,
)
from checks.kit.files import is_test, language
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code

_FEWEST = 3
"""A place that tells fewer members apart than this does not go through the enumeration."""

_SHARE = 0.6
_MOST_FILES = 20
_PLACES = 5


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every new member of an enumeration of states."""
    for pair in class_pairs(change):
        base, head = members_of(pair.base), members_of(pair.head)
        if pair.head_change is not change or not is_enum(pair.head) or len(base) < _FEWEST:
            continue
        gained = [name for name in head if name not in base]
        if not gained or len(base.keys() - head.keys()) >= len(gained):
            continue  # members were renamed
        places = list(_places(change, pair.head, frozenset(base)))
        for name in gained:
            missing = [place for place in places if name not in place[1]]
            if missing or (is_state(pair.head) and not places):
                yield _told(change, pair.head, name, [evidence for evidence, _ in missing])


def _told(change: Change, cls: Class, name: str, missing: list[Evidence]) -> Hit:
    where = "" if not missing else f" {len(missing)} places tell the others apart and do not know it."
    says = Sentence(
        kind=Kind.INTRODUCED,
        symbol=cls.name,
        fact=f"member {name}",
        title=f"`{cls.name}` has the new member {code(name)}{' that nothing handles' if missing else ''}",
        message=f"Rows in this state fall through to whatever comes last.{where}",
        confidence=0.72 if missing else 0.55,
    )
    return at_head(change, members_of(cls)[name].statement, says, *missing[:_PLACES])


def _places(change: Change, cls: Class, known: frozenset[str]) -> Iterator[tuple[Evidence, frozenset[str]]]:
    """Places that tell most members apart, each with the members that it names."""
    for source in _around(change, cls):
        if cls.last_name not in source.text:
            continue
        for node, named in _dispatches(source.index.tree, cls.last_name):
            if len(named & known) >= max(_FEWEST, _SHARE * len(known)):
                line = getattr(node, "lineno", 1)
                span = Span(Side.RIGHT, source.path, line, line)
                yield Evidence(span, source.snippet(line, line), "does not know it"), named


def _around(change: Change, cls: Class) -> Iterator[Source]:
    """The changed files of the head, and the unchanged ones beside the enumeration."""
    changes: ChangeSet = change.within
    seen: set[str] = set()
    for other in changes:
        if is_read(other) and other.head is not None:
            seen.add(other.path)
            yield other.head
    folder = cls.source.path.rpartition("/")[0]
    beside = [path for path in changes.list_head(folder) if language(path) == "python" and not is_test(path)]
    for path in [path for path in beside if path not in seen][:_MOST_FILES]:
        source = changes.read_head(path)
        if source is not None:
            yield source


def _dispatches(tree: ast.AST, name: str) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """Every chain of conditions, `match` and table below `tree`, with the members of `name` that it names."""
    inner: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.If() if node not in inner:
                chain = list(_chain(node))
                inner.update(chain[1:])
                yield node, _named((link.test for link in chain), name)
            case ast.Match(cases=cases):
                yield node, _named((case.pattern for case in cases), name)
            case ast.Dict(keys=keys):
                yield node, _named((key for key in keys if key is not None), name)
            case _:
                continue


def _chain(node: ast.If) -> Iterator[ast.If]:
    yield node
    while len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        node = node.orelse[0]
        yield node


def _named(nodes: Iterable[ast.AST], name: str) -> frozenset[str]:
    return frozenset(
        inner.attr
        for node in nodes
        for inner in ast.walk(node)
        if isinstance(inner, ast.Attribute) and dotted(inner.value).rpartition(".")[2] in {name, "self", "cls"}
    )


_ENUM = """
    class OrderStatus(TextChoices):
        NEW = "new"
        PAID = "paid"
        SENT = "sent"{more}


    def label(order):
        if order.status == OrderStatus.NEW:
            return "open"
        elif order.status == OrderStatus.PAID:
            return "paid"
        elif order.status == OrderStatus.SENT:
            return "done"{handled}
        return ""
"""
_MORE = '\n        REFUNDED = "refunded"'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SM05",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the chain does not know the new state",
            base=_ENUM.format(more="", handled=""),
            head=_ENUM.format(more=_MORE, handled=""),
            finds=((5, "`REFUNDED` that nothing handles"),),
        ),
        Example(
            "nothing here tells the states apart",
            base='class OrderState(Enum):\n    A = "a"\n    B = "b"\n    C = "c"\n',
            head='class OrderState(Enum):\n    A = "a"\n    B = "b"\n    C = "c"\n    D = "d"\n',
            finds=((5, "has the new member `D`"),),
        ),
        Example(
            "the chain knows it",
            base=_ENUM.format(more="", handled=""),
            head=_ENUM.format(
                more=_MORE,
                handled='\n        elif order.status == OrderStatus.REFUNDED:\n            return "returned"',
            ),
        ),
        Example(
            "an enumeration of colours",
            base='class Colour(Enum):\n    A = "a"\n    B = "b"\n    C = "c"\n',
            head='class Colour(Enum):\n    A = "a"\n    B = "b"\n    C = "c"\n    D = "d"\n',
        ),
        Example(
            "a member has another name",
            base=_ENUM.format(more="", handled=""),
            head=_ENUM.format(more="", handled="").replace("SENT", "SHIPPED"),
        ),
    ),
)
