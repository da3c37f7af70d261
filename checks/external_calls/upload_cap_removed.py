"""A cap on what may be uploaded is gone or much higher.

A setting, an argument or a read bounded how large a body, file or form may be, or of which kind. It is gone, is at
least twice as high, or lets through a kind that browsers or servers run.

Why it matters:
    One request fills the memory or the disk of a worker. A page or script among the uploads runs in the browser of
    whoever opens it, on the address of the service.

Instead:
    Keep the cap; raise it for one address where it has to grow, and serve uploads from a host of their own.

What it does not see:
    Caps of the proxy in front. Conditions of the code (`if file.size > MAX: raise`) and validators of model columns are
    told by the checks of `validation` and `schema`.

Sources:
    Catalogue EX08; OWASP File Upload Cheat Sheet; CWE-434, CWE-770.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from checks.declarations.environment import literal_of
from checks.declarations.pairs import is_read
from checks.declarations.settings import SettingPair, setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_CAPS = re.compile(
    r"(^|\.)(DATA_UPLOAD_MAX_\w+|MAX_CONTENT_LENGTH|MAX_FORM_(PARTS|MEMORY_SIZE)|"
    r"\w*MAX_\w*(UPLOAD|FILE|IMAGE|ATTACHMENT|AVATAR|BODY|PAYLOAD)\w*(SIZE|BYTES|LENGTH|[KM]B)\w*|"
    r"\w*(UPLOAD|FILE|IMAGE|ATTACHMENT|AVATAR|BODY|PAYLOAD)\w*_MAX_\w*(SIZE|BYTES|LENGTH|[KM]B)\w*)$"
)
_WITHOUT_DEFAULT = re.compile(r"(^|\.)MAX_CONTENT_LENGTH$")
"""Settings without which there is no cap at all; others have a default of their framework."""
_KINDS = re.compile(r"ALLOWED_\w*(EXTENSIONS?|CONTENT_TYPES?|MIME\w*|FILE_?TYPES?)$")
_RUNS = re.compile(
    r"^(\*|.*/\*|\.?(html?|xhtml|svgz?|xml|js|mjs|php\d?|phtml|py|sh|exe|bat|cmd|jsp|aspx?|swf|jar)|text/html|"
    r"image/svg\+xml|application/(xhtml\+xml|javascript|x-httpd-php)|text/javascript)$",
    re.IGNORECASE,
)
_ARGUMENTS = frozenset(
    "client_max_size max_upload_size max_body_size max_file_size max_request_size max_request_body_size max_part_size "
    "max_content_length allowed_extensions allowed_content_types".split()
)
_BODY = re.compile(r"(^|[._])(file|upload|stream|body|request|attachment|image)\w*\.read$")
_TWICE = 2


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Caps of settings, of calls and of reads."""
    if not is_read(change) or change.base is None or change.head is None:
        return
    for pair in setting_pairs(change):
        yield from _of_setting(change, pair)
    base, head = _arguments(change.base), _arguments(change.head)
    for (function, name), value in base.items():
        other = head.get((function, name))
        if other is not None and _is_much_more(value, other):
            yield _told(change, function, name, (value, other))
        elif other is None and function in {called for called, _ in _calls(change.head)}:
            yield _told(change, function, name, (value, None))
    for edited in edited_functions(change):
        if edited.same_file:
            whole = {name: node for name, node in _reads(edited.head) if not node.args}
            for name, node in _reads(edited.base):
                if node.args and name in whole:
                    yield _told(change, edited.base.name, "read", (node, whole[name]))


def _of_setting(change: Change, pair: SettingPair) -> Iterator[Hit]:
    if pair.base is None:
        return
    now = pair.head.node if pair.head is not None else None
    if _CAPS.search(pair.key):
        gone = now is None and bool(_WITHOUT_DEFAULT.search(pair.key))
        if gone or (now is not None and _is_much_more(pair.base.node, now)):
            yield _told(change, pair.key, pair.key, (pair.base.node, now))
    elif _KINDS.search(pair.key) and pair.head is not None:
        new = [item for item in pair.head.items if item not in pair.base.items and _RUNS.match(item)]
        if new:
            yield _told(change, pair.key, f"{pair.key} + {new[0]}", (pair.base.node, now))


def _calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    return ((dotted(call.func), call) for call in source.index.all(ast.Call))


def _arguments(source: Source) -> Mapping[tuple[str, str], ast.expr]:
    """Function and keyword -> what is given, where a keyword bounds an upload; of several, the first."""
    found: dict[tuple[str, str], ast.expr] = {}
    for function, call in _calls(source):
        for keyword in call.keywords:
            if keyword.arg in _ARGUMENTS and function:
                found.setdefault((function, keyword.arg), keyword.value)
    return found


def _reads(unit: Unit) -> Iterator[tuple[str, ast.Call]]:
    """Reads of bodies and files, by the method alone: locals may be renamed."""
    for node in unit.nodes:
        if isinstance(node, ast.Call) and not node.keywords and _BODY.search(dotted(node.func)):
            yield dotted(node.func), node


def _is_much_more(old: ast.expr, new: ast.expr) -> bool:
    """Whether a number at least doubled or became nothing, or a list of kinds lets through one that runs."""
    was, now = _value(old), _value(new)
    kinds = _texts(new) - _texts(old)
    if isinstance(was, list | tuple | set):
        return any(map(_RUNS.match, kinds))
    if not isinstance(was, int | float) or isinstance(was, bool) or was <= 0:
        return False
    return now is None or (isinstance(now, int | float) and (now >= _TWICE * was or now == 0))


def _texts(node: ast.expr) -> set[str]:
    items = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else []
    return {item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)}


def _value(node: ast.expr) -> object:
    """A literal, or the product of literals: `10 * 1024 * 1024`, `1024 ** 2`."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Pow() as operator, right=right):
            one, other = _value(left), _value(right)
            if not isinstance(one, int | float) or not isinstance(other, int | float):
                return literal_of(node)
            if isinstance(operator, ast.Mult):
                return one * other
            return one**other if abs(one) <= 2**20 and 0 <= other <= 8 else literal_of(node)
        case _:
            return literal_of(node)


def _told(change: Change, symbol: str, name: str, places: tuple[ast.AST, ast.AST | None]) -> Hit:
    gone = places[1] is None
    says = Sentence(
        kind=Kind.LOST if gone else Kind.WEAKENED,
        symbol=symbol,
        fact=f"upload cap {name}",
        title=f"The cap {code(name)} of uploads is {'gone' if gone else 'gone or much wider'}",
        message="One request may fill a worker's memory or disk, or bring what a browser runs.",
        confidence=0.72,
    )
    return became(change, *places, says)


_APP = """
    app = web.Application({cap})
    app.add_routes(routes)
"""
_STORE = """
    async def store(upload):
        data = await upload.read({size})
        await put(data)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("EX08",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "ten times the body",
            path="shop/settings.py",
            base="DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024\n",
            head="DATA_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024\n",
            finds=((1, "`DATA_UPLOAD_MAX_MEMORY_SIZE`"),),
        ),
        Example(
            "the application takes any size",
            base=_APP.format(cap="client_max_size=1024 ** 2"),
            head=_APP.format(cap=""),
            finds=((1, "`client_max_size` of uploads is gone"),),
        ),
        Example(
            "pages among the pictures",
            path="shop/settings.py",
            base="ALLOWED_UPLOAD_EXTENSIONS = ['png', 'jpg']\n",
            head="ALLOWED_UPLOAD_EXTENSIONS = ['png', 'jpg', 'svg']\n",
            finds=((1, "svg"),),
        ),
        Example(
            "the whole body is read",
            base=_STORE.format(size="MAX_SIZE + 1"),
            head=_STORE.format(size=""),
            finds=((2, "`read`"),),
        ),
        Example(
            "a little more",
            path="shop/settings.py",
            base="DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024\n",
            head="DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024\n",
        ),
        Example(
            "the framework has a default",
            path="shop/settings.py",
            base="DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000\nDEBUG = False\n",
            head="DEBUG = False\n",
        ),
        Example(
            "one more kind of picture",
            path="shop/settings.py",
            base="ALLOWED_UPLOAD_EXTENSIONS = ['png', 'jpg']\n",
            head="ALLOWED_UPLOAD_EXTENSIONS = ['png', 'jpg', 'webp']\n",
        ),
        Example(
            "the same cap in another application",
            base=_APP.format(cap="client_max_size=1024 ** 2"),
            head="server = build(routes)\n",
        ),
        Example(
            "a piece of another size",
            base=_STORE.format(size="CHUNK"),
            head=_STORE.format(size="2 * CHUNK"),
        ),
        Example(
            "settings of a developer",
            path="shop/settings/local.py",
            base="MAX_CONTENT_LENGTH = 1000\n",
            head="MAX_CONTENT_LENGTH = 1000000\n",
        ),
    ),
)
