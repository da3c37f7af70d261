"""A list of trusted hosts or origins now holds everything.

The service answered requests for its own host names, and trusted forms from its own pages. The list holds a wildcard
now, or is gone.

Why it matters:
    With any host name accepted, links in mails and caches can be made to point to somebody else's site. With any
    origin trusted, forms elsewhere pass the CSRF check.

Instead:
    List the names. In front of a proxy, list the names that the proxy forwards.

What it does not see:
    Names that the environment gives; a proxy that refuses other hosts itself.

Sources:
    Catalogue SS15, SS06; Django documentation, ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS; CWE-644.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import cast

from checks.declarations.environment import environment_default, literal_of
from checks.declarations.settings import Setting, setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_head, code, quote
from checks.kit.undo import undo

_HOSTS = re.compile(r"^(ALLOWED_HOSTS|TRUSTED_HOSTS|CSRF_TRUSTED_ORIGINS|TRUSTED_ORIGINS|ALLOWED_WS_ORIGINS)$")
_WILD = re.compile(r"^(\*|https?://\*|\.\*|https?://\*\.(com|org|net|io|dev|app)|\.(com|org|net|io))$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every list of hosts that holds a wildcard and did not."""
    for pair in setting_pairs(change):
        if not _HOSTS.match(pair.key) or pair.head is None or pair.base is None:
            continue
        wild = [item for item in _hosts(pair.head) if _WILD.match(item)]
        if not wild or any(_WILD.match(item) for item in _hosts(pair.base)):
            continue
        says = Sentence(
            kind=Kind.WEAKENED,
            symbol=pair.key,
            fact=f"hosts {pair.key} {wild[0]}",
            title=f"{code(pair.key)} now holds {code(wild[0])}",
            message="Requests for any host name, or from any page, are accepted.",
            confidence=0.85,
            suggestion=undo(change, pair.base.node, pair.head.node),
            codes=("SS06",) if "CSRF" in pair.key else ("SS15",),
        )
        yield at_head(change, pair.head.node, says, quote(change, Side.LEFT, pair.base.node, "was"))


def _hosts(setting: Setting) -> list[str]:
    """The entries; those of a text with commas, and of the default of the environment, included."""
    found: list[str] = []
    for value in setting.values:
        whole = _before_split(value)
        default = environment_default(whole)
        literal = literal_of(default if default is not None else whole)
        if isinstance(literal, str):
            found += [part.strip() for part in literal.split(",")]
        elif isinstance(literal, list | tuple | set):
            found += [str(part) for part in cast("Iterable[object]", literal)]
    return found or list(setting.items)


def _before_split(value: ast.expr) -> ast.expr:
    match value:
        case ast.Call(func=ast.Attribute(value=whole, attr="split")):
            return whole
        case _:
            return value


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SS15", "SS06"),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "any host",
            path="shop/settings.py",
            base='ALLOWED_HOSTS = ["shop.example"]\n',
            head='ALLOWED_HOSTS = ["*"]\n',
            finds=((1, "now holds `*`"),),
        ),
        Example(
            "any host unless the environment says otherwise",
            path="shop/settings.py",
            base='ALLOWED_HOSTS = os.getenv("HOSTS", "shop.example").split(",")\n',
            head='ALLOWED_HOSTS = os.getenv("HOSTS", "*").split(",")\n',
            finds=((1, "now holds `*`"),),
        ),
        Example(
            "one host more",
            path="shop/settings.py",
            base='ALLOWED_HOSTS = ["shop.example"]\n',
            head='ALLOWED_HOSTS = ["shop.example", "www.shop.example"]\n',
        ),
        Example(
            "the settings of tests",
            path="shop/settings/test.py",
            base='ALLOWED_HOSTS = ["shop.example"]\n',
            head='ALLOWED_HOSTS = ["*"]\n',
        ),
        Example(
            "it was open before",
            path="shop/settings.py",
            base='ALLOWED_HOSTS = ["*"]\n',
            head='ALLOWED_HOSTS = ["*", "shop.example"]\n',
        ),
    ),
)
