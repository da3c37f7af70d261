"""A password or key is kept as it was typed.

A value was hashed before it was stored or compared. The same value is stored as it is now.

Why it matters:
    Whoever reads the table, a backup or a log has every password, and with it accounts elsewhere.

Instead:
    `set_password`, `make_password` or a password hash of the framework; for keys, a hash that the look-up uses too.

What it does not see:
    Hashing in the model, in the database or in a signal.

Sources:
    Catalogue SS12; OWASP Password Storage Cheat Sheet; CWE-256.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_HASHES = re.compile(
    r"(^|\.)(make_password|set_password|hash_\w+|\w*_hash|generate_password_hash|get_password_hash|hashpw|hexdigest|"
    r"encrypt\w*|bcrypt|pbkdf2\w*|argon2\w*|sha256|sha512)$"
)
_SECRET = re.compile(r"password|passwd|secret|token|api_?key|pin$|otp|recovery|credential", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every stored secret whose hashing is gone."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        clear = dict(_stored(pair.head, hashed=False))
        still = dict(_stored(pair.head, hashed=True))
        for name, node in _stored(pair.base, hashed=True):
            now = clear.get(name)
            if now is not None and name not in still and name not in dict(_stored(pair.base, hashed=False)):
                says = Sentence(
                    kind=Kind.WEAKENED,
                    symbol=pair.base.name,
                    fact=f"in clear {name}",
                    title=f"`{pair.base.name}` stores {code(name)} as it is, it was hashed",
                    message="Whoever reads the table or a backup has it.",
                    confidence=0.85,
                )
                yield became(change, node, now, says)


def _stored(unit: Unit, *, hashed: bool) -> Iterator[tuple[str, ast.AST]]:
    """Name and place of every secret that is assigned, passed by keyword or set."""
    for node in unit.nodes:
        match node:
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) | ast.keyword(arg=str(name), value=value):
                if _SECRET.search(name) and _is_hashed(value) is hashed and not isinstance(value, ast.Constant):
                    yield name, node
            case ast.Call(func=ast.Attribute(attr="set_password")) if hashed:
                yield "password", node
            case _:
                continue


def _is_hashed(value: ast.expr) -> bool:
    return any(isinstance(node, ast.Call) and bool(_HASHES.search(dotted(node.func))) for node in ast.walk(value))


_SET = """
    def sign_up(form):
        user = User(name=form.name)
        {store}
        user.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SS12",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the password is stored",
            base=_SET.format(store="user.set_password(form.password)"),
            head=_SET.format(store="user.password = form.password"),
            finds=((3, "stores `password` as it is"),),
        ),
        Example(
            "the key is stored",
            base="def issue(key):\n    return Key.objects.create(api_key=hash_key(key))\n",
            head="def issue(key):\n    return Key.objects.create(api_key=key)\n",
            finds=((2, "`api_key`"),),
        ),
        Example(
            "another hash",
            base=_SET.format(store="user.set_password(form.password)"),
            head=_SET.format(store="user.password = make_password(form.password)"),
        ),
        Example(
            "it is cleared",
            base=_SET.format(store="user.password = make_password(form.password)"),
            head=_SET.format(store='user.password = ""'),
        ),
        Example(
            "something else is stored",
            base=_SET.format(store="user.name = hash_name(form.name)"),
            head=_SET.format(store="user.name = form.name"),
        ),
    ),
)
