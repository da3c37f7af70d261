"""A secret or personal value is written to a log.

A call of a logger, of `print` or of an error tracker writes a password, token, key, whole request or configuration that
the base did not write there.

Why it matters:
    Logs are read by more people, kept for longer and sent to more places than the data they copy. A token in a log is
    a token for everybody who can search it.

Instead:
    Log the identifier, a masked form, or the names of the fields.

What it does not see:
    Secrets under harmless names; what an object's own text shows.

Sources:
    Catalogue LG03; OWASP Logging Cheat Sheet; CWE-532.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import edited_functions, new_functions
from checks.ledger.unit import Unit

_LOGS = re.compile(
    r"(^|\.)(_?(logger|logging|log|LOG|LOGGER|task_logger|app_logger))\.(debug|info|notice|warning|warn|error|exception|"
    r"critical|log|fatal)$|^print$|^pprint$|(^|\.)(capture_message|set_extra|set_context|add_breadcrumb)$"
)
_SECRET = re.compile(
    r"^(\w+_)?(password|passwd|passphrase|secret|client_secret|secret_key|private_key|api_?key|access_token|"
    r"refresh_token|auth_token|id_token|bearer_token|verification_token|reset_token|session_token|session_key|token|"
    r"credentials?|authorization|otp|pin_code|ssn|card_number|cvv|iban)$",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"^(request|req|self\.request)\.(body|data|POST|headers|META|payload|json|cookies|form)$|^(self\.)?(config|settings)$"
)
_HARMLESS = re.compile(
    r"(^|_)(count|usage|limit|limits|type|id|ids|name|names|length|len|num|max|min|expir\w*|total|per|size|budget|prompt|"
    r"completion|input|output|cached|tokens|hash|hashed|masked|redacted|has|is|no|missing|invalid)(_|$)",
    re.IGNORECASE,
)
_MASKS = re.compile(
    r"mask|redact|sanit|scrub|censor|obfuscat|hash|encrypt|safe|len$|bool$|type$|keys$|public", re.IGNORECASE
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every secret that a function did not write to a log before."""
    for pair in edited_functions(change):
        if pair.same_file:
            known = Counter(label for label, _ in _logged(pair.base))
            for label, node in _logged(pair.head):
                if known[label]:
                    known[label] -= 1
                else:
                    yield _told(change, pair.head, label, node)
    for unit in new_functions(change):
        if change.base is not None:
            for label, node in _logged(unit):
                yield _told(change, unit, label, node)


def _logged(unit: Unit) -> Iterator[tuple[str, ast.Call]]:
    """What is written that should not be, and the call that writes it."""
    for node in unit.nodes:
        if isinstance(node, ast.Call) and _LOGS.search(dotted(node.func)):
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                for label in dict.fromkeys(_secrets(argument)):
                    yield label, node


def _secrets(node: ast.expr) -> Iterator[str]:
    """Names of secrets whose value reaches the text: not through a call that masks it, not under a condition."""
    match node:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.Lambda():
            return
        case ast.Name() | ast.Attribute():
            yield from _named(dotted(node))
            return
        case ast.Call():
            inner = _passed(node)
        case ast.IfExp(body=body, orelse=orelse):
            inner = [body, orelse]
        case _:
            inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    for child in inner:
        yield from _secrets(child)


def _named(name: str) -> Iterator[str]:
    last = name.rpartition(".")[2]
    if _WHOLE.match(name):
        yield name
    elif _SECRET.match(last) and not _HARMLESS.search(last):
        yield last


def _passed(call: ast.Call) -> list[ast.expr]:
    """What a call hands on: its arguments, and the text whose `format` it is; nothing of one that masks."""
    if _MASKS.search(dotted(call.func).rpartition(".")[2]):
        return []
    passed = [*call.args, *(keyword.value for keyword in call.keywords)]
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.JoinedStr):
        passed.append(call.func.value)
    return passed


def _told(change: Change, unit: Unit, label: str, node: ast.Call) -> Hit:
    says = Sentence(
        kind=Kind.INTRODUCED,
        symbol=unit.name,
        fact=f"logged {label.rpartition('.')[2]}",
        title=f"`{unit.name}` writes {code(label)} to a log",
        message="Everybody who may search the logs can read it.",
        confidence=0.72 if _WHOLE.match(label) else 0.85,
    )
    return at_head(change, node, says)


_RUN = """
    def connect(self, user):
        logger.debug({words})
        return open_connection(user, self.password)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("LG03",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the password is logged",
            base=_RUN.format(words='"as %s", user.pk'),
            head=_RUN.format(words='"as %s with %s", user.pk, self.password'),
            finds=((2, "writes `password` to a log"),),
        ),
        Example(
            "a token in a text",
            base=_RUN.format(words='"start"'),
            head=_RUN.format(words='f"start {user.access_token}"'),
            finds=((2, "`access_token`"),),
        ),
        Example(
            "the value is masked",
            base=_RUN.format(words='"start"'),
            head=_RUN.format(words='"start %s", mask_string(self.password)'),
        ),
        Example(
            "whether there is one",
            base=_RUN.format(words='"start"'),
            head=_RUN.format(words='"has one: %s", self.password is not None'),
        ),
        Example(
            "a number of tokens",
            base=_RUN.format(words='"start"'),
            head=_RUN.format(words='"used %s", user.token_count'),
        ),
        Example(
            "it was logged before",
            base=_RUN.format(words='"with %s", self.password'),
            head=_RUN.format(words='"now with %s", self.password'),
        ),
    ),
)
