"""Pages of any origin may now call the service.

The cross-origin settings named the pages that may read answers. They allow every page now.

Why it matters:
    Any page that a user opens can read what the service answers from inside the user's network, or with whatever
    identifies the user there. Lists of origins are also the last fence around internal services.

Instead:
    List the origins. For a public interface without cookies, open that one path.

What it does not see:
    Origins that the environment gives. Any origin together with credentials is told by a check of its own.

Sources:
    Catalogue SS07; django-cors-headers and Starlette documentation; CWE-942.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec.structs import replace

from checks.declarations.pairs import is_read
from checks.declarations.settings import SettingPair, is_local, setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side, Source
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code, quote
from checks.kit.undo import undo

_ALL = re.compile(r"^(CORS_(ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL))$")
_LISTS = re.compile(r"^(CORS_(ALLOWED_ORIGINS|ORIGIN_WHITELIST|ALLOWED_ORIGIN_REGEXES|ORIGINS)|ALLOWED_ORIGINS)$")
_WILD = re.compile(r"^(\*|\.[*+]|\^?(https\?:\\?/\\?/|https?://)?\.[*+]\$?)$")
_CALLS = frozenset({"CORSMiddleware", "CORS", "cross_origin", "enable_cors"})
_ORIGINS = frozenset({"allow_origins", "allow_origin_regex", "origins", "allowed_origins"})
_CREDENTIALS = frozenset({"allow_credentials", "supports_credentials"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Settings and calls that allow every origin and did not."""
    for pair in setting_pairs(change):
        if pair.head is not None and _opens(pair):
            back = undo(change, pair.base.node, pair.head.node) if pair.base else None
            says = replace(_says(pair.key, pair.key), suggestion=back)
            evidence = () if pair.base is None else (quote(change, Side.LEFT, pair.base.node, "was"),)
            yield at_head(change, pair.head.node, says, *evidence)
    if is_read(change) and not is_local(change.path) and change.base is not None and change.head is not None:
        yield from _calls(change, change.base, change.head)


def _opens(pair: SettingPair) -> bool:
    if _ALL.match(pair.key):
        return (pair.base is None or pair.base.effective is not True) and bool(
            pair.head and pair.head.effective is True
        )
    if not _LISTS.match(pair.key) or pair.head is None:
        return False
    was = pair.base.items if pair.base else ()
    return any(map(_WILD.match, pair.head.items)) and not any(map(_WILD.match, was))


def _calls(change: Change, base: Source, head: Source) -> Iterator[Hit]:
    if "ORS" not in head.text and "cors" not in head.text:
        return
    if any(_is_wild(node) for _, node in _origins(base)):
        return
    for call, node in _origins(head):
        if _is_wild(node) and not any(keyword.arg in _CREDENTIALS for keyword in call.keywords):
            yield at_head(change, node, _says("cors call", ast.unparse(node), head.index.symbol(node)))


def _origins(source: Source) -> Iterator[tuple[ast.Call, ast.expr]]:
    for call in source.index.all(ast.Call):
        names = {dotted(node).rpartition(".")[2] for node in (call.func, *call.args[:1])}
        if names & _CALLS:
            for keyword in call.keywords:
                if keyword.arg in _ORIGINS:
                    yield call, keyword.value


def _is_wild(node: ast.expr) -> bool:
    return any(
        isinstance(inner, ast.Constant) and isinstance(inner.value, str) and bool(_WILD.match(inner.value))
        for inner in ast.walk(node)
    )


def _says(fact: str, shown: str, symbol: str | None = None) -> Sentence:
    return Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"origins opened {fact}",
        title=f"Pages of any origin may call the service: {code(shown)}",
        message="Any page that a user opens can read the answers.",
        confidence=0.8,
    )


_STARLETTE = """
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=[{origins}], allow_methods=["GET"])
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SS07",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the setting allows all",
            path="shop/settings.py",
            base='CORS_ALLOWED_ORIGINS = ["https://shop.example"]\n',
            head="CORS_ALLOW_ALL_ORIGINS = True\n",
            finds=((1, "`CORS_ALLOW_ALL_ORIGINS`"),),
        ),
        Example(
            "the middleware allows all",
            base=_STARLETTE.format(origins='"https://shop.example"'),
            head=_STARLETTE.format(origins='"*"'),
            finds=((2, "any origin"),),
        ),
        Example(
            "one origin more",
            base=_STARLETTE.format(origins='"https://shop.example"'),
            head=_STARLETTE.format(origins='"https://shop.example", "https://pay.example"'),
        ),
        Example(
            "all methods of the same origin",
            base=_STARLETTE.format(origins='"https://shop.example"'),
            head=_STARLETTE.format(origins='"https://shop.example"').replace("GET", "*"),
        ),
        Example(
            "the settings of a developer's machine",
            path="shop/settings/local.py",
            base='CORS_ALLOWED_ORIGINS = ["https://shop.example"]\n',
            head="CORS_ALLOW_ALL_ORIGINS = True\n",
        ),
    ),
)
