"""The answer of another service is used as it comes.

What another service answered was read through a schema (`model_validate`, `TypeAdapter`, `Schema().load`). It is used
as a dictionary now.

Why it matters:
    When the other side changes or is taken over, wrong values go straight into the database and the code fails far from
    the cause.

Instead:
    Keep the schema at the edge, and pass its values on.

What it does not see:
    Clients that check the answer by themselves.

Sources:
    Catalogue EX09; OWASP API Security Top 10 2023, API10 Unsafe Consumption of APIs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import callee
from checks.kit.sentence import Sentence, at_base, code
from checks.ledger import dropped
from checks.ledger.unit import Unit

_READS = re.compile(
    r"\.(model_validate|model_validate_json|parse_obj|parse_raw|validate_python|validate_json|load|loads)$"
)
_ANSWER = re.compile(r"\.(json|text|content|read)\b|\b(response|answer|resp|reply)\b")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every schema that an answer no longer passes, in a function that still reads the answer."""
    for pair, label, node in dropped(change, _read):
        still = any(True for _ in _read(pair.head))
        if not still and any(called.endswith(".json") for called in pair.head.called):
            says = Sentence(
                kind=Kind.LOST,
                symbol=pair.base.name,
                fact=f"answer {label}",
                title=f"`{pair.base.name}` no longer reads the answer through {code(label)}",
                message="Wrong values of the other side go straight on.",
                confidence=0.74,
            )
            yield at_base(change, node, says)


def _read(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Calls that make a schema of what a response holds."""
    for node in unit.nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=method), args=[first, *_]):
                schema = callee(owner)
                known = schema.rpartition(".")[2][:1].isupper()
                if known and _READS.search(f".{method}") and _ANSWER.search(ast.unparse(first)):
                    yield f"{schema}.{method}", node
            case _:
                continue


_LOAD = """
    def load(pk):
        response = client.get(pk)
        row = {read}
        return row
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("EX09",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a dictionary",
            base=_LOAD.format(read="Row.model_validate(response.json())"),
            head=_LOAD.format(read="response.json()"),
            finds=((3, "no longer reads the answer through `Row.model_validate`"),),
        ),
        Example(
            "another schema",
            base=_LOAD.format(read="Row.model_validate(response.json())"),
            head=_LOAD.format(read="RowSchema().load(response.json())"),
        ),
        Example(
            "it was a dictionary",
            base=_LOAD.format(read="response.json()"),
            head=_LOAD.format(read='response.json()["row"]'),
        ),
        Example(
            "no answer of a service",
            base=_LOAD.format(read="Row.model_validate(saved)"),
            head=_LOAD.format(read="saved"),
        ),
    ),
)
