"""A new call may wait for ever.

A call to another service, a process or a queue is written with no time-out at all: `timeout=None`, a library that waits
without end by default, a `get()` of a queue, a process.

Why it matters:
    When the other side hangs, so does every worker that asks it, until none is left.

Instead:
    Give the time that the caller can wait, on the call or on the client.

What it does not see:
    Time-outs of a session or client that another file makes.

Sources:
    Catalogue EX02; Requests documentation, Timeouts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.unit import Unit

_CALLS = re.compile(
    r"^requests\.(get|post|put|patch|delete|head|request)$|^(urllib\.request\.)?urlopen$|^socket\.create_connection$|"
    r"^smtplib\.SMTP(_SSL)?$|^ftplib\.FTP$"
)
_CLIENTS = re.compile(
    r"^(httpx|aiohttp|requests|redis|grpc|psycopg\w*|openai|anthropic)\.|(^|\.)(AsyncClient|ClientSession)$"
)
_JOB = re.compile(r"script|command|management|migrat|benchmark|example|cli", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every such call that the base did not have."""
    if _JOB.search(change.path):
        return
    for gain in gained(change, _unbounded):
        explicit = gain.label.endswith("None")
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"unbounded {gain.label}",
            title=f"`{gain.unit.name}` waits for {code(gain.label)} without end",
            message="When the other side hangs, so does every worker that asks it.",
            confidence=0.76 if explicit else 0.66,
        )
        yield at_head(change, gain.node, says)


def _unbounded(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if None in given:
            continue
        timeout = given.get("timeout")
        if (
            isinstance(timeout, ast.Constant)
            and timeout.value is None
            and (_CALLS.search(name) or _CLIENTS.search(name))
        ):
            yield f"{name} timeout=None", node
        elif timeout is None and _CALLS.search(name):
            yield name, node


_FETCH = """
    def fetch(url):
        {call}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("EX02",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a request without a time-out",
            base=_FETCH.format(call="return cached(url)"),
            head=_FETCH.format(call="return requests.get(url)"),
            finds=((2, "waits for `requests.get`"),),
        ),
        Example(
            "a client without one",
            base=_FETCH.format(call="return cached(url)"),
            head=_FETCH.format(call="return httpx.get(url, timeout=None)"),
            finds=((2, "without end"),),
        ),
        Example(
            "a time-out is given",
            base=_FETCH.format(call="return cached(url)"),
            head=_FETCH.format(call="return requests.get(url, timeout=5)"),
        ),
        Example(
            "the library has one",
            base=_FETCH.format(call="return cached(url)"),
            head=_FETCH.format(call="return httpx.get(url)"),
        ),
        Example(
            "the call stood there",
            base=_FETCH.format(call="return requests.get(url)"),
            head=_FETCH.format(call="return requests.get(url, headers=HEADERS)"),
        ),
        Example(
            "a script",
            path="scripts/fetch.py",
            base=_FETCH.format(call="return cached(url)"),
            head=_FETCH.format(call="return requests.get(url)"),
        ),
    ),
)
