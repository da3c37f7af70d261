"""A hook that looked at every request is no longer registered.

A function was called before each request (`before_request`, an HTTP middleware function) and could refuse it. It still
stands, and nothing registers it.

Why it matters:
    It guarded every address of its application or blueprint. All of them open at once, and the function that remains
    makes the file look guarded.

Instead:
    Register it, or delete it together with what it guarded.

What it does not see:
    Registration at run time, or in a file that was not changed.

Sources:
    Catalogue AZ07; Flask documentation, before_request; Starlette documentation, Middleware.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import is_read
from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.index import Function, callee, dotted
from checks.kit.sentence import Sentence, at_base, code

_HOOK = re.compile(
    r"(^|\.)(before_request|before_app_request|before_serving|url_value_preprocessor|middleware|on_request)$"
)
_REFUSES = re.compile(
    r"\babort\(|\braise\b|redirect\(|Unauthorized|Forbidden|\b40[13]\b|\b429\b|login|authenticat|permission|csrf|denied|"
    r"\bban(ned)?\b|blocked|not_allowed|Response\("
)
_SURE, _WEAK = 0.88, 0.6


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every refusing hook that stays as a function and is registered nowhere."""
    if not is_read(change) or change.base is None or change.head is None or not _HOOK.search(_words(change.base)):
        return
    registered = change.within.ask(_registered_at_head)
    left = {node.name: node for node in change.head.index.names if isinstance(node, Function)}
    for name, node, how in _hooks(change.base):
        if name in registered or name not in left:
            continue
        body = ast.unparse(left[name])
        if not _REFUSES.search(body):
            continue
        symbol = change.base.index.symbol(node) if isinstance(node, Function) else name
        says = Sentence(
            kind=Kind.LOST,
            symbol=symbol or name,
            fact=f"hook {how}",
            title=f"`{name}` is no longer called before each request ({code(how)})",
            message="Every address that it guarded is open.",
            confidence=_SURE if re.search(r"\babort\(|\braise\b|redirect\(", body) else _WEAK,
        )
        yield at_base(change, node, says)


def _words(source: Source) -> str:
    """Text that the quick look can search: only the lines that could register a hook."""
    found = re.search(
        r"[\w.]*(before_\w*request|before_serving|url_value_preprocessor|middleware|on_request)\b", source.text
    )
    return found[0] if found else ""


def _hooks(source: Source) -> Iterator[tuple[str, ast.AST, str]]:
    """Name of the function, where it is registered, and by what."""
    for node in source.index.names:
        if isinstance(node, Function):
            for decorator in node.decorator_list:
                how = callee(decorator)
                if _HOOK.search(how) and "." in how:
                    yield node.name, node, f"@{how}"
    for call in source.index.all(ast.Call):
        how = dotted(call.func)
        if _HOOK.search(how) and "." in how and call.args:
            name = dotted(call.args[0]).rpartition(".")[2]
            if name:
                yield name, call, how


def _registered_at_head(changes: ChangeSet) -> frozenset[str]:
    heads = (change.head for change in changes if is_read(change) and change.head is not None)
    return frozenset(name for head in heads for name, _, _ in _hooks(head))


_APP = """
    def init_app(app):
        {register}
        def check_token():
            if not token_is_good(request):
                abort(403)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ07",),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the decorator is gone",
            base=_APP.format(register="@app.before_request"),
            head=_APP.format(register="# app.before_request"),
            finds=((2, "`check_token` is no longer called"),),
        ),
        Example(
            "it is registered by a call now",
            base=_APP.format(register="@app.before_request"),
            head=_APP.format(register="app.logger.info('up')") + "        app.before_request(check_token)\n",
        ),
        Example(
            "the function is gone too",
            base=_APP.format(register="@app.before_request"),
            head="def init_app(app):\n    app.register()\n",
        ),
        Example(
            "a hook that refuses nobody",
            base="@app.before_request\ndef start_timer():\n    g.started = clock()\n",
            head="def start_timer():\n    g.started = clock()\n",
        ),
        Example(
            "for the whole application now",
            base="@bp.before_request\ndef check():\n    abort(403)\n",
            head="@bp.before_app_request\ndef check():\n    abort(403)\n",
        ),
    ),
)
