"""A secret has a value in the code now.

A key, password or token came from the environment and the service did not start without it. Now it stands in the
code, or has a default there.

Why it matters:
    Everybody who can read the repository, now or later, knows the value. Where the variable is missing the service
    runs with a secret that is none: sessions can be forged and calls signed by anybody.

Instead:
    Read the variable and fail without it. Put values for local work into a file that is not committed, and change
    every secret that was.

What it does not see:
    Secrets in other files than settings; values that look like a placeholder are told with less certainty.

Sources:
    Catalogue CF03; CWE-798, CWE-1188.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.environment import UNKNOWN, environment_default, literal_of
from checks.declarations.settings import Setting, SettingPair, setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_head, code, quote

_SECRET = re.compile(
    r"(^|_)(SECRETS?(_KEY)?|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_KEY|PRIVATE_KEY|SIGNING_KEY|ENCRYPTION_KEY|"
    r"AUTH_TOKEN|ACCESS_TOKEN|BEARER_TOKEN|API_TOKEN|CLIENT_SECRET|JWT_KEY|SALT)$"
)
_PLACEHOLDER = re.compile(
    r"change.?me|example|placeholder|insecure|dummy|test|todo|xxx|your[-_ ]|<.*>|\$\{|^[\w.]+_[\w.]+$", re.IGNORECASE
)
_SHORTEST = 4


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every secret whose value now stands in the code."""
    for pair in setting_pairs(change):
        if pair.head is None or not _SECRET.search(pair.key.rpartition(".")[2]):
            continue
        now = _text(pair.head)
        if (
            not now
            or (pair.base is not None and _text(pair.base))
            or (pair.base is None and not _is_default(pair.head))
        ):
            continue
        yield _told(pair, pair.head, now)


def _told(pair: SettingPair, head: Setting, now: str) -> Hit:
    what = "has a default in the code" if _is_default(head) else "stands in the code"
    says = Sentence(
        kind=Kind.INTRODUCED,
        symbol=pair.key.partition(".")[0],
        fact=f"secret {pair.key} {what}",
        title=f"The secret {code(pair.key)} {what}",
        message="Whoever reads the repository knows it, and a missing variable goes unnoticed.",
        confidence=0.6 if _PLACEHOLDER.search(now) else 0.8,
    )
    evidence = () if pair.base is None else (quote(pair.change, Side.LEFT, pair.base.node, "was"),)
    return at_head(pair.change, head.node, says, *evidence)


def _text(setting: Setting) -> str:
    """The text that stands in the code, "" when there is none."""
    default = environment_default(setting.node)
    node = default if default is not None else setting.node
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        node = node.values[-1]
    value = literal_of(node)
    if value is UNKNOWN or not isinstance(value, str):
        return ""
    return value if len(value.strip()) >= _SHORTEST else ""


def _is_default(setting: Setting) -> bool:
    return environment_default(setting.node) is not None or isinstance(setting.node, ast.BoolOp)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF03",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the key got a default",
            path="shop/settings.py",
            base='SECRET_KEY = os.environ["SECRET_KEY"]\n',
            head='SECRET_KEY = os.environ.get("SECRET_KEY", "b7%k1-zq0")\n',
            finds=((1, "has a default in the code"),),
        ),
        Example(
            "the key stands in the code",
            path="shop/settings.py",
            base='SECRET_KEY = os.environ["SECRET_KEY"]\n',
            head='SECRET_KEY = "b7%k1-zq0"\n',
            finds=((1, "stands in the code"),),
        ),
        Example(
            "an empty default",
            path="shop/settings.py",
            base='API_KEY = os.environ["API_KEY"]\n',
            head='API_KEY = os.environ.get("API_KEY", "")\n',
        ),
        Example(
            "another variable of the environment",
            path="shop/settings.py",
            base='SECRET_KEY = os.environ["SECRET_KEY"]\n',
            head='SECRET_KEY = os.environ["SHOP_SECRET_KEY"]\n',
        ),
        Example(
            "a name that is no secret",
            path="shop/settings.py",
            base='SHOP_NAME = os.environ["SHOP_NAME"]\n',
            head='SHOP_NAME = os.environ.get("SHOP_NAME", "The Corner")\n',
        ),
    ),
)
