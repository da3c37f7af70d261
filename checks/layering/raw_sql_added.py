"""SQL is written by hand where the repository goes through its models.

A file that had no SQL of its own runs some now: `cursor.execute`, `text()`, `raw()`, `extra()`.

Why it matters:
    The models' rules do not hold for it: tenant filters of managers, soft deletion, histories, types. When the schema
    changes, no tool finds this line.

Instead:
    The query builder, or the repository or module where SQL by hand lives.

What it does not see:
    What the statement does; whether this file is the place for SQL.

Sources:
    Catalogue AR03; Django documentation, Performing raw SQL queries.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import is_read
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code

_RUNS = re.compile(r"(^|\.)(execute|executemany|raw|extra|exec_driver_sql|text|fetch_all|fetchrow)$")
_SQL = re.compile(
    r"^\s*(with\s+\w+\s+as|select\s.+\sfrom\s|insert\s+into|update\s+\S+\s+set|delete\s+from)\b",
    re.IGNORECASE | re.DOTALL,
)
_HOME = re.compile(
    r"(^|[/_.])(migrations?|versions|repositor\w*|sql|queries|dao|store|stores|storage|db|database|databases|report\w*|"
    r"analytics|warehouse|management|scripts?|benchmarks?|seed\w*|query_runner|connectors?|drivers?|backends?)([/_.]|$)"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for the first statement of a file of both sides that had none."""
    if not is_read(change) or change.base is None or change.head is None or _HOME.search(change.path):
        return
    if any(True for _ in _statements(change.base)):
        return
    for call, text in _statements(change.head):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=change.head.index.symbol(call),
            fact="raw SQL",
            title=f"SQL by hand in a file that had none: {code(text)}",
            message="Tenant filters, soft deletion and types of the models do not hold for it.",
            confidence=0.7,
        )
        yield at_head(change, call, says)
        return


def _statements(source: Source) -> Iterator[tuple[ast.Call, str]]:
    for call in source.index.all(ast.Call):
        if call.args and _RUNS.search(dotted(call.func)):
            text = _text(call.args[0])
            if _SQL.match(text):
                yield call, text


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return f"{text} ..."
        case ast.Call(func=function, args=[inner, *_]) if dotted(function).rpartition(".")[2] == "text":
            return _text(inner)
        case _:
            return ""


_COUNT = """
    def count(shop):
        return {query}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AR03",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a statement by hand",
            path="shop/views.py",
            base=_COUNT.format(query="Order.objects.filter(shop=shop).count()"),
            head=_COUNT.format(query='db.execute("SELECT count(*) FROM orders WHERE shop = %s", [shop])'),
            finds=((2, "SQL by hand"),),
        ),
        Example(
            "a file with SQL",
            path="shop/views.py",
            base=_COUNT.format(query='db.execute("SELECT 1 FROM orders")'),
            head=_COUNT.format(query='db.execute("SELECT count(*) FROM orders")'),
        ),
        Example(
            "the place for SQL",
            path="shop/repositories/orders.py",
            base=_COUNT.format(query="Order.objects.count()"),
            head=_COUNT.format(query='db.execute("SELECT count(*) FROM orders")'),
        ),
        Example(
            "the query builder",
            path="shop/views.py",
            base=_COUNT.format(query="Order.objects.count()"),
            head=_COUNT.format(query="db.execute(select(Order))"),
        ),
    ),
)
