"""Signing in became optional for a route.

The route took a signed-in caller. The same parameter now allows nobody, or the scheme no longer answers with an error
when the credentials are missing, and nothing in the function asks whether there is a caller.

Why it matters:
    Calls without credentials reach the code. It was written for a caller that is there: it fails, or acts as nobody
    in particular.

Instead:
    Keep the required dependency. For a public view with extras for known callers, ask `if user is None` before
    anything that needs one.

What it does not see:
    What the functions that are called do with an absent caller. A dependency that was replaced is told as a changed
    permission.

Sources:
    Catalogue AZ25; FastAPI documentation, Security, auto_error.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.columns import is_optional
from checks.declarations.pairs import is_read
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side, Source
from checks.kit.index import Function, dotted
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.kit.undo import became
from checks.ledger import edited_functions

_CALLER = re.compile(
    r"user|auth|account|principal|identity|caller|member|admin|token|session|credential|viewer", re.IGNORECASE
)
_OPTIONAL = re.compile(r"optional|maybe|or_?none|or_?anonymous|try_|anonymous|nullable|public", re.IGNORECASE)
_SCHEMES = re.compile(r"(Bearer|OAuth2\w*|APIKey\w*|HTTPBasic|HTTPDigest|SecurityBase|OpenIdConnect)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Parameters that allow no caller now, and schemes that no longer refuse."""
    for pair in edited_functions(change):
        base, head = pair.base.node, pair.head.node
        if isinstance(base, Function) and isinstance(head, Function) and base.decorator_list:
            yield from _parameters(change, base, head, pair.base.name)
    if is_read(change) and change.base is not None and change.head is not None:
        yield from _schemes(change, change.base, change.head)


def _parameters(change: Change, base: Function, head: Function, symbol: str) -> Iterator[Hit]:
    before = {argument.arg: argument for argument in (*base.args.args, *base.args.kwonlyargs)}
    for argument in (*head.args.args, *head.args.kwonlyargs):
        old = before.get(argument.arg)
        if old is None or old.annotation is None or argument.annotation is None:
            continue
        if _loosened(old.annotation, argument.annotation) and not _asks(head, argument.arg):
            says = _says(
                symbol, f"parameter {argument.arg}", f"`{symbol}` no longer needs a caller in {code(argument.arg)}"
            )
            yield at_base(change, old, says, quote(change, Side.RIGHT, argument, "now"))


def _loosened(old: ast.expr, new: ast.expr) -> bool:
    """`User` became `User | None`, or the alias `CurrentUser` became `OptionalUser`."""
    was, now = ast.unparse(old), ast.unparse(new)
    if not _CALLER.search(was) or is_optional(old) or _OPTIONAL.search(was):
        return False
    named = isinstance(old, ast.Name | ast.Attribute) and isinstance(new, ast.Name | ast.Attribute)
    return (is_optional(new) and "Annotated" in now + was) or (named and bool(_OPTIONAL.search(now)))


def _asks(function: Function, name: str) -> bool:
    """Whether a condition of the function looks at the parameter itself."""
    tests = (node.test for node in ast.walk(function) if isinstance(node, ast.If | ast.IfExp | ast.Assert))
    return any(isinstance(inner, ast.Name) and inner.id == name for test in tests for inner in ast.walk(test))


def _schemes(change: Change, base: Source, head: Source) -> Iterator[Hit]:
    if "auto_error" not in head.text:
        return
    was = {name: call for name, call in _made(base) if _auto_error(call)}
    for name, call in _made(head):
        if name in was and not _auto_error(call):
            says = _says(name, "auto_error", f"`{name}` no longer refuses calls without credentials")
            yield became(change, was[name], call, says)


def _made(source: Source) -> Iterator[tuple[str, ast.Call]]:
    for stmt in source.tree.body:
        match stmt:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if _SCHEMES.search(
                dotted(call.func)
            ):
                yield name, call
            case _:
                continue


def _auto_error(call: ast.Call) -> bool:
    value = next((keyword.value for keyword in call.keywords if keyword.arg == "auto_error"), None)
    return not (isinstance(value, ast.Constant) and value.value is False)


def _says(symbol: str, fact: str, title: str) -> Sentence:
    return Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"optional {fact}",
        title=title,
        message="Calls without credentials reach the code.",
        confidence=0.8,
    )


_ROUTE = """
    @router.get("/orders")
    def list_orders(user: {type}):
        return load(user)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ25",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "an optional caller",
            base=_ROUTE.format(type="CurrentUser"),
            head=_ROUTE.format(type="OptionalUser"),
            finds=((2, "no longer needs a caller in `user`"),),
        ),
        Example(
            "the scheme lets calls through",
            base="token = HTTPBearer()\nX = 1\n",
            head="token = HTTPBearer(auto_error=False)\nX = 1\n",
            finds=((1, "no longer refuses"),),
        ),
        Example(
            "the function asks",
            base=_ROUTE.format(type="CurrentUser"),
            head=_ROUTE.format(type="OptionalUser").replace(
                "return load(user)", "if user is None:\n            return public()\n        return load(user)"
            ),
        ),
        Example(
            "another alias that demands",
            base=_ROUTE.format(type="CurrentUser"),
            head=_ROUTE.format(type="CurrentAdmin"),
        ),
        Example(
            "it was optional before",
            base=_ROUTE.format(type="OptionalUser"),
            head=_ROUTE.format(type="Annotated[User | None, Depends(maybe_user)]"),
        ),
    ),
)
