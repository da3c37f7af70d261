"""Values that were parameters of a statement are part of its text now.

A statement was constant and its values came as parameters. Its text is put together from values now, in a variable or
in place, and the parameters are gone.

Why it matters:
    A quote in the value ends the text and starts a statement of the caller's choice: read, change or drop any row.

Instead:
    Keep the text constant and give the values as parameters. Names of tables come out of a fixed list.

What it does not see:
    Text that another function puts together.

Sources:
    Catalogue OQ01; CWE-89; OWASP SQL Injection Prevention Cheat Sheet.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_RUNS = re.compile(
    r"(^|\.)(execute|executemany|raw|extra|fetch|fetchrow|fetchval|fetch_all|fetch_one|text|exec_driver_sql)$"
)
_SQL = re.compile(r"\b(select|insert\s+into|update|delete\s+from|where|values)\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"%s|%\(\w+\)s|\?|:\w+|\$\d")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every statement with parameters whose text is interpolated at head."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        base = [call for call in _runs(pair.base) if _has_parameters(pair.base, call)]
        head = [call for call in _runs(pair.head) if _is_interpolated(pair.head, call)]
        if not base or not head or any(_is_interpolated(pair.base, call) for call in _runs(pair.base)):
            continue
        kept = [call for call in _runs(pair.head) if _has_parameters(pair.head, call)]
        if len(kept) < len(base):
            says = Sentence(
                kind=Kind.WEAKENED,
                symbol=pair.base.name,
                fact="parameters of a statement",
                title=f"`{pair.base.name}` puts values into the text of {code(ast.unparse(head[0]))}",
                message="A quote in the value starts a statement of the caller's choice.",
                confidence=0.86,
            )
            yield became(change, base[0], head[0], says)


def _runs(unit: Unit) -> Iterator[ast.Call]:
    for node in unit.nodes:
        if isinstance(node, ast.Call) and node.args and _RUNS.search(dotted(node.func)):
            yield node


def _has_parameters(unit: Unit, call: ast.Call) -> bool:
    match _text(unit, call.args[0]):
        case ast.Constant(value=str(text)):
            return bool(_PLACEHOLDER.search(text) and _SQL.search(text))
        case _:
            return False


def _is_interpolated(unit: Unit, call: ast.Call) -> bool:
    text = _text(unit, call.args[0])
    match text:
        case ast.JoinedStr(values=values):
            return any(isinstance(value, ast.FormattedValue) for value in values) and bool(
                _SQL.search(ast.unparse(text))
            )
        case ast.BinOp(op=ast.Mod() | ast.Add()):
            return bool(_SQL.search(ast.unparse(text)))
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(template)), attr="format")):
            return bool(_SQL.search(template))
        case _:
            return False


def _text(unit: Unit, node: ast.expr) -> ast.expr:
    """The text itself: of a local name, what was assigned last; of `text(...)`, its argument."""
    if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in {"text", "SQL"} and node.args:
        node = node.args[0]
    if isinstance(node, ast.Name):
        bound = [
            it.value
            for it in unit.nodes
            if isinstance(it, ast.Assign) and any(isinstance(t, ast.Name) and t.id == node.id for t in it.targets)
        ]
        return bound[-1] if bound else node
    return node


_READ = """
    def read(cursor, name):
        cursor.execute({statement})
        return cursor.fetchall()
"""
_CONSTANT = _READ.format(statement='"SELECT id FROM users WHERE name = %s", [name]')

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("OQ01",),
    kind=Kind.WEAKENED,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the value stands in the text",
            base=_CONSTANT,
            head=_READ.format(statement="f\"SELECT id FROM users WHERE name = '{name}'\""),
            finds=((2, "puts values into the text"),),
        ),
        Example(
            "the text is put together before",
            base=_CONSTANT,
            head="def read(cursor, name):\n    sql = \"SELECT id FROM users WHERE name = '%s'\" % name\n"
            "    cursor.execute(sql)\n    return cursor.fetchall()\n",
            finds=((2, "puts values into the text"),),
        ),
        Example(
            "parameters by name",
            base=_CONSTANT,
            head=_READ.format(statement='"SELECT id FROM users WHERE name = %(name)s", {"name": name}'),
        ),
        Example(
            "the statement is gone",
            base=_CONSTANT,
            head="def read(cursor, name):\n    return User.objects.filter(name=name)\n",
        ),
        Example(
            "the text became constant",
            base=_READ.format(statement="f\"SELECT id FROM users WHERE name = '{name}'\""),
            head=_CONSTANT,
        ),
        Example(
            "no statement at all",
            base='def run(job, name):\n    job.execute("say %s", name)\n',
            head='def run(job, name):\n    job.execute(f"say {name}")\n',
        ),
    ),
)
