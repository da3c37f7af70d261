"""An answer is no longer cut into pages, or a page may be larger.

A list was answered in pages of a limited size. The pages are gone from the view, or the largest size a caller may ask
for is gone or higher.

Why it matters:
    One request can then ask for every row: it holds a worker and the memory of the service, and hands out the whole
    table to whoever asks once.

Instead:
    Keep the pages and the largest size. A list that is always short can say so by a limit of its own.

What it does not see:
    How many rows there are; pages that the default settings still give.

Sources:
    Catalogue AP08; OWASP API Security Top 10 2023, API4 Unrestricted Resource Consumption.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.bounds import loosened_bounds
from checks.declarations.pairs import ClassPair, class_pairs
from checks.declarations.settings import setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import callee, is_none
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import edited_functions

_PAGE = re.compile(r"(^|[.(_])(limit|page_size|per_page|items_per_page|size|count|first|last|top|max_results)\)?$")
_CLASSES = frozenset({"pagination_class", "paginator_class", "paginate_by"})
_SIZES = frozenset({"max_page_size", "max_limit", "max_per_page"})
_SETTINGS = re.compile(r"(^|\.)(DEFAULT_PAGINATION_CLASS|PAGE_SIZE|MAX_PAGE_SIZE|MAX_LIMIT)$")
_DECORATORS = re.compile(r"(^|\.)paginat(e|ed|ion)\w*$")
_SHOWN = 0.72


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Pages and sizes of pages that are gone or larger, wherever they are said."""
    for pair in class_pairs(change):
        yield from _of_class(pair)
    for loosening in loosened_bounds(change):
        base, head = loosening.base, loosening.head
        if _PAGE.search(base.subject) and base.limits == "upper ":
            now = None if head is None else head.node
            yield _told(change, base.node, base.subject, f"{base.name} of {base.subject}", now)
    for pair in setting_pairs(change):
        if _SETTINGS.search(pair.key) and pair.base is not None and (pair.head is None or pair.head.literal is None):
            yield _told(change, pair.base.node, pair.key, pair.key, None)
    for pair in edited_functions(change):
        kept = {callee(decorator) for decorator in getattr(pair.head.node, "decorator_list", ())}
        for decorator in getattr(pair.base.node, "decorator_list", ()):
            if _DECORATORS.search(callee(decorator)) and callee(decorator) not in kept:
                yield _told(change, decorator, pair.base.name, f"decorator {callee(decorator)}", None)


def _of_class(pair: ClassPair) -> Iterator[Hit]:
    for name, attribute in pair.base.attributes.items():
        if name not in _CLASSES | _SIZES or attribute.value is None or is_none(attribute.value):
            continue
        now = pair.head.attributes.get(name)
        if now is None or now.value is None or is_none(now.value):
            gone = now is not None or name in _SIZES
            shown = None if now is None else now.statement
            yield _told(pair.change, attribute.statement, pair.base.name, name, shown, 1.0 if gone else 0.85)
        elif name in _SIZES and _grew(attribute.value, now.value):
            yield _told(pair.change, attribute.statement, pair.base.name, name, now.statement, 0.85)


def _grew(old: ast.expr, new: ast.expr) -> bool:
    match old, new:
        case ast.Constant(value=int(was)), ast.Constant(value=int(now)):
            return now > was
        case _:
            return False


def _told(change: Change, was: ast.AST, symbol: str, what: str, now: ast.AST | None, share: float = 1.0) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED if now is not None else Kind.LOST,
        symbol=symbol.partition("(")[0],
        fact=f"pages {what}",
        title=f"{code(what)} no longer limits the answers of `{symbol.partition('(')[0]}` as it did",
        message="One request can ask for more rows than before, or for all of them.",
        confidence=_SHOWN * share,
    )
    evidence = () if now is None else (quote(change, Side.RIGHT, now, "now"),)
    return at_base(change, was, says, *evidence)


_VIEW = """
    class OrderView(ModelViewSet):
        queryset = Order.objects.all()
        {pages}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP08",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the view has no pages",
            base=_VIEW.format(pages="pagination_class = Pages"),
            head=_VIEW.format(pages="pagination_class = None"),
            finds=((3, "no longer limits the answers of `OrderView`"),),
        ),
        Example(
            "a caller may ask for any number",
            base='@router.get("/x")\ndef find(limit: int = Query(20, le=100)):\n    return limit\n',
            head='@router.get("/x")\ndef find(limit: int = Query(20)):\n    return limit\n',
            finds=((2, "`find`"),),
        ),
        Example(
            "other pages",
            base=_VIEW.format(pages="pagination_class = Pages"),
            head=_VIEW.format(pages="pagination_class = SmallPages"),
        ),
        Example(
            "smaller pages",
            base="class Pages(PageNumberPagination):\n    max_page_size = 100\n",
            head="class Pages(PageNumberPagination):\n    max_page_size = 50\n",
        ),
        Example(
            "a view that had no pages",
            base=_VIEW.format(pages="pagination_class = None"),
            head=_VIEW.format(pages="lookup_field = 'slug'"),
        ),
    ),
)
