"""A route makes for itself what was injected.

A parameter came from a dependency (`Depends(get_db)`). It is gone, and the function makes or fetches the same thing
itself.

Why it matters:
    What the provider did around it is gone for this route: closing and rolling back, one per request, the override of
    the tests. Two of the same thing exist in one request, and each sees half of the work.

Instead:
    Take it as a parameter again.

What it does not see:
    Whether the provider does anything around what it gives; dependencies that guard, which are told by the checks of
    their area.

Sources:
    Catalogue AR08; FastAPI documentation, Dependencies with yield, Testing Dependencies with Overrides.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.kit.span import Side
from checks.ledger import edited_functions
from checks.ledger.extract import guards_of
from checks.ledger.guard import Form
from checks.ledger.pairing import Pair
from checks.ledger.unit import Unit

_MARKERS = frozenset({"Depends", "Security", "Provide", "Inject", "FromDishka"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every injected parameter that the function now makes itself."""
    for pair in edited_functions(change):
        if pair.same_file:
            yield from _bypassed(change, pair)


def _bypassed(change: Change, pair: Pair) -> Iterator[Hit]:
    guarding = {id(node) for it in guards_of(pair.base) if it.form is Form.DEPENDENCY for node in ast.walk(it.node)}
    left = {_provider(marker) for _, marker in _injected(pair.head)}
    if len(left) >= sum(1 for _ in _injected(pair.base)):
        return  # one provider took the place of another
    for argument, marker in _injected(pair.base):
        provider = _provider(marker)
        made = _made_in(pair, argument.arg, provider)
        if provider in left or made is None or id(marker) in guarding or id(argument) in guarding:
            continue
        says = Sentence(
            kind=Kind.CHANGED,
            symbol=pair.head.name,
            fact=f"injected {provider}",
            title=f"`{pair.head.name}` no longer has {code(provider)} injected and makes it itself",
            message="What the provider did around it, and the override of the tests, is gone here.",
            confidence=0.68,
        )
        yield at_base(change, argument, says, quote(change, Side.RIGHT, made, "now"))


def _injected(unit: Unit) -> Iterator[tuple[ast.arg, ast.Call]]:
    """Parameters with `Depends(provider)` as their default or in their `Annotated`."""
    if not isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    given = unit.node.args
    positional = [*given.posonlyargs, *given.args]
    defaults = [*[None] * (len(positional) - len(given.defaults)), *given.defaults, *given.kw_defaults]
    for argument, default in zip([*positional, *given.kwonlyargs], defaults, strict=True):
        for node in filter(None, (default, argument.annotation)):
            marker = next((call for call in ast.walk(node) if isinstance(call, ast.Call) and _provider(call)), None)
            if marker is not None:
                yield argument, marker


def _provider(marker: ast.Call) -> str:
    """Dotted name of what `Depends(get_db)` asks; "" for any other call."""
    is_marker = dotted(marker.func).rpartition(".")[2] in _MARKERS
    return dotted(marker.args[0]) if is_marker and marker.args else ""


def _made_in(pair: Pair, name: str, provider: str) -> ast.AST | None:
    """Where the head calls the provider, or binds a local that it uses as the base used the parameter `name`."""
    wanted = _used(pair.base, name)
    for node in pair.head.nodes:
        match node:
            case ast.Call() if dotted(node.func) == provider:
                return node
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if _is_call(value):
                pass
            case ast.withitem(context_expr=value, optional_vars=ast.Name(id=target)) if _is_call(value):
                pass
            case _:
                continue
        if wanted and wanted <= _used(pair.head, target):
            return value
    return None


def _used(unit: Unit, name: str) -> frozenset[str]:
    """The attributes that the unit takes of a local: what it does with it, whatever it is called."""
    return frozenset(
        node.attr
        for node in unit.nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
    )


def _is_call(node: ast.expr) -> bool:
    return isinstance(node.value if isinstance(node, ast.Await) else node, ast.Call)


_ROUTE = """
    @router.post("/orders")
    def place(order: OrderIn{injected}):
        {start}
        db.add(Order(order))
        db.commit()
"""
_DB = ", db: Session = Depends(get_db)"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AR08",),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a session of its own",
            base=_ROUTE.format(injected=_DB, start="log(order)"),
            head=_ROUTE.format(injected="", start="db = SessionLocal()"),
            finds=((2, "no longer has `get_db` injected"),),
        ),
        Example(
            "the provider is called by hand",
            base=_ROUTE.format(injected=", db: Annotated[Session, Depends(get_db)]", start="log(order)"),
            head=_ROUTE.format(injected="", start="db = next(get_db())"),
            finds=((2, "makes it itself"),),
        ),
        Example(
            "another provider",
            base=_ROUTE.format(injected=_DB, start="log(order)"),
            head=_ROUTE.format(injected=_DB.replace("get_db", "get_session"), start="log(order)"),
        ),
        Example(
            "the parameter has another name",
            base=_ROUTE.format(injected=_DB, start="log(order)"),
            head=_ROUTE.format(injected=_DB, start="log(order)").replace("db", "session"),
        ),
        Example(
            "nothing of it is needed any more",
            base=_ROUTE.format(injected=_DB, start="log(order)"),
            head='@router.post("/orders")\ndef place(order: OrderIn):\n    queue.send(order)\n',
        ),
        Example(
            "it came as an argument of a plain call",
            base=_ROUTE.format(injected=", db=None", start="log(order)"),
            head=_ROUTE.format(injected="", start="db = SessionLocal()"),
        ),
    ),
)
