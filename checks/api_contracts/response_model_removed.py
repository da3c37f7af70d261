"""A route no longer says what its answer may hold.

The route named a response model, so that an answer held the fields of that model and nothing else. The model is gone
and no return annotation took its place: whatever the function returns is sent.

Why it matters:
    Columns that nobody meant to show (hashes, internal notes, other people's data) leave with the answer, and every
    column that is added later too. Callers also lose the promise of what they get.

Instead:
    Keep `response_model=`, or annotate what the function returns.

What it does not see:
    Models that a wrapper applies; whether the returned value is a model already.

Sources:
    Catalogue AP10; FastAPI documentation, Response Model; OWASP API Security Top 10 2023, API3.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.declarations.pairs import is_read
from checks.declarations.routes import Route, route_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted, is_none
from checks.kit.sentence import Sentence, at_base, code, quote

_MODELS = ("response_model", "response", "output", "responses_model")
_ANY = frozenset({"dict", "Dict", "Any", "Response", "JSONResponse", "object"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every route that named a model and names none."""
    if not is_read(change) or change.base is None or change.head is None:
        return
    for base, head in route_pairs(change):
        was = _model(base)
        if was is None or _model(head) is not None or base.mark != head.mark:
            continue
        if _annotation(head):
            continue
        says = Sentence(
            kind=Kind.LOST,
            symbol=base.name,
            fact="response model",
            title=f"`{base.name}` no longer answers as {code(ast.unparse(was))}",
            message="Whatever the function returns is sent, fields that nobody meant to show included.",
            confidence=0.74,
        )
        yield at_base(change, was, says, quote(change, Side.RIGHT, head.node, "now"))


def _model(route: Route) -> ast.expr | None:
    for name in _MODELS:
        value = route.options.get(name)
        if value is not None and not is_none(value):
            return value
    return None


def _annotation(route: Route) -> str:
    """What the function says it returns, "" when that promises nothing."""
    returns = route.function.returns if route.function else None
    if returns is None or (isinstance(returns, ast.Constant) and returns.value is None):
        return ""
    outer = returns.value if isinstance(returns, ast.Subscript) else returns
    return "" if dotted(outer).rpartition(".")[2] in _ANY else ast.unparse(returns)


_ROUTE = """
    @router.get("/users/{{id}}"{model})
    def read_user(id: int, db: Session = Depends(get_db)){returns}:
        return db.get(User, id)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP10",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the model is gone",
            base=_ROUTE.format(model=", response_model=UserRead", returns=""),
            head=_ROUTE.format(model="", returns=""),
            finds=((1, "no longer answers as `UserRead`"),),
        ),
        Example(
            "the return annotation says it",
            base=_ROUTE.format(model=", response_model=UserRead", returns=""),
            head=_ROUTE.format(model="", returns=" -> UserRead"),
        ),
        Example(
            "another model",
            base=_ROUTE.format(model=", response_model=UserRead", returns=""),
            head=_ROUTE.format(model=", response_model=UserPublic", returns=""),
        ),
        Example(
            "the route is gone",
            base=_ROUTE.format(model=", response_model=UserRead", returns=""),
            head="def read_user(id):\n    return None\n",
        ),
        Example(
            "it had no model",
            base=_ROUTE.format(model="", returns=" -> UserRead"),
            head=_ROUTE.format(model="", returns=""),
        ),
    ),
)
