"""Fewer things are kept out of logs and reports.

A list named what is hidden, left out or replaced before data goes to a log, an error report or an answer. It holds
less now, or the tracker is told to send personal data.

Why it matters:
    What left the list appears in the next report: passwords, cookies, addresses of people.

Instead:
    Keep the list growing only. A name that no longer exists does no harm in it.

What it does not see:
    What the names stand for; filters that are written as code.

Sources:
    Catalogue LG04; Django documentation, Filtering sensitive information; Sentry documentation, Sensitive Data.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import is_read
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_LISTS = re.compile(
    r"sensitive|redact|mask(ed)?(_|$)|scrub|censor|hidden_(fields|keys|headers)|excluded?_\w*(fields|keys|headers)|"
    r"(secret|private|filtered)_(fields|keys|headers|settings|parameters)|filter_parameters|denylist|pii_",
    re.IGNORECASE,
)
_DECORATORS = frozenset({"sensitive_variables", "sensitive_post_parameters"})
_DUMPS = frozenset({"json", "dict", "model_dump", "model_dump_json", "asdict", "to_dict"})
_SECRET = re.compile(
    r"secret|password|passwd|token|key|credential|cookie|authorization|user(name)?$|_url$|email|ssn|text|body",
    re.IGNORECASE,
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Names that left a list of what is hidden, and personal data that is sent."""
    if not is_read(change) or change.base is None or change.head is None:
        return
    head = {name: (items, node) for name, items, node in _lists(change.head)}
    for name, items, node in _lists(change.base):
        kept, now = head.get(name, (items, None))
        lost = items - kept
        if lost and len(kept) < len(items):
            yield _told(change, node, name, ", ".join(sorted(lost)), 0.74, now)
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        now = dict(_excluded(pair.head))
        for called, (items, node) in _excluded(pair.base):
            left = now.get(called)
            lost = {item for item in items - (left[0] if left else items) if _SECRET.search(item)}
            if left is not None and lost:
                yield _told(change, node, f"{called} of {pair.base.name}", ", ".join(sorted(lost)), 0.76, left[1])
    yield from _sent(change, change.base, change.head)


def _lists(source: Source) -> Iterator[tuple[str, frozenset[str], ast.AST]]:
    """Name, entries and place of every module-level or class-level list of what is hidden."""
    for node in (*source.index.all(ast.Assign), *source.index.all(ast.AnnAssign)):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(target, ast.Name) and _LISTS.search(target.id) and node.value is not None:
            items = _texts(node.value)
            if items:
                yield f"{source.index.symbol(node) or ''} {target.id}".strip(), items, node


def _excluded(unit: Unit) -> Iterator[tuple[str, tuple[frozenset[str], ast.AST]]]:
    """`settings.json(exclude={...})` and `@sensitive_variables(...)`."""
    for node in unit.nodes:
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in _DUMPS:
            for keyword in node.keywords:
                if keyword.arg == "exclude":
                    yield f"{dotted(node.func)}(exclude=)", (_texts(keyword.value), keyword.value)
    for decorator in unit.node.decorator_list if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef) else ():
        if isinstance(decorator, ast.Call) and dotted(decorator.func).rpartition(".")[2] in _DECORATORS:
            yield dotted(decorator.func), (_texts(ast.Tuple(decorator.args)), decorator)


def _texts(value: ast.expr) -> frozenset[str]:
    return frozenset(
        node.value for node in ast.walk(value) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _sent(change: Change, base: Source, head: Source) -> Iterator[Hit]:
    """`sentry_sdk.init(send_default_pii=True)`."""
    if "send_default_pii" not in head.text or any(_sends(call) for call in base.index.all(ast.Call)):
        return
    for call in head.index.all(ast.Call):
        if _sends(call):
            says = _says(head.index.symbol(call), "send_default_pii", "Error reports now carry personal data", 0.85)
            yield at_head(change, call, says)


def _sends(call: ast.Call) -> bool:
    return any(
        keyword.arg == "send_default_pii" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in call.keywords
    )


def _told(change: Change, was: ast.AST, name: str, lost: str, confidence: float, now: ast.AST | None = None) -> Hit:
    title = f"{code(name)} no longer keeps out {code(lost)}"
    return became(change, was, now, _says(name.rpartition(" ")[2], f"{name} lost {lost}", title, confidence))


def _says(symbol: str | None, fact: str, title: str, confidence: float) -> Sentence:
    return Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"redaction {fact}",
        title=title,
        message="It appears in logs, reports or answers from now on.",
        confidence=confidence,
    )


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("LG04",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a name left the list",
            base='SENSITIVE_FIELDS = {"password", "token"}\n',
            head='SENSITIVE_FIELDS = {"password"}\n',
            finds=((1, "no longer keeps out `token`"),),
        ),
        Example(
            "the dump leaves out less",
            base='def start():\n    log(settings.json(exclude={"SECRET", "DB_URL"}))\n',
            head='def start():\n    log(settings.json(exclude={"SECRET"}))\n',
            finds=((2, "no longer keeps out `DB_URL`"),),
        ),
        Example(
            "a name more",
            base='SENSITIVE_FIELDS = {"password"}\n',
            head='SENSITIVE_FIELDS = {"password", "token"}\n',
        ),
        Example(
            "a list of something else",
            base='COLUMNS = {"password", "token"}\n',
            head='COLUMNS = {"password"}\n',
        ),
        Example(
            "the list was laid out anew",
            base='SENSITIVE_FIELDS = {"password", "token"}\n',
            head='SENSITIVE_FIELDS = frozenset(["token", "password"])\n',
        ),
    ),
)
