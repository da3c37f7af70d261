"""Hostile files: what a pull request could bring to kill, stall or fool whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_PYTHON: Final = b"""from django.contrib.auth.decorators import login_required


@login_required
def pay(request, order_id):
    return charge(order_id)
"""
_STARTS: Final[dict[str, bytes]] = {
    "shop/views.py": _PYTHON,
    "db/migrations/0001_a.sql": b"CREATE TABLE orders (id bigint PRIMARY KEY, ref text NOT NULL);\n",
    "src/app.js": b"app.get('/pay', requireLogin, (req, res) => res.json(charge(req.body.id)))\n",
    "src/app.ts": b"app.get('/pay', requireLogin, (req: Request) => charge(req.body.id))\n",
    "app/controllers/pay_controller.rb": b"class PayController\n  before_action :login\n  def pay\n  end\nend\n",
    "pay/pay.go": b"package pay\n\nfunc Pay(w http.ResponseWriter) { requireLogin(w); charge() }\n",
    "src/Pay.java": b'class Pay {\n  @PreAuthorize("x") void pay() { charge(); }\n}\n',
    "src/pay.php": b"<?php\nfunction pay() { $this->authorize('pay'); charge(); }\n",
    ".github/workflows/ci.yml": b"on: push\njobs:\n  test:\n    steps: [{run: pytest}]\n",
}


@dataclass(frozen=True, slots=True)
class HostileFile:
    """One changed file, harmless at base and hostile at head."""

    name: str
    path: str
    base: bytes
    head: bytes


def hostile_files() -> Iterator[HostileFile]:
    """Every one of them, always the same."""
    for path, start in _STARTS.items():
        for name, head in _everywhere(start):
            yield HostileFile(f"{path.rpartition('.')[2]}: {name}", path, start, head)
    for name, head in _python():
        yield HostileFile(f"python: {name}", "shop/views.py", _PYTHON, head)
    for name, head in _sql():
        path = "db/migrations/0001_a.sql"
        yield HostileFile(f"sql: {name}", path, _STARTS[path], head)
    for path in _paths():
        yield HostileFile(f"path: {path:.24}", path, _PYTHON, _PYTHON.replace(b"@login_required\n", b""))


def _everywhere(start: bytes) -> Iterator[tuple[str, bytes]]:
    yield "zeros", b"\0" * 1_000 + start
    yield "no utf-8", start.replace(b"pay", b"p\xff\xfey")
    yield "utf-16", start.decode().encode("utf-16")
    yield "byte order marks", b"\xef\xbb\xbf" * 2 + start
    yield "deep parentheses", start + b"x = " + b"(" * 20_000
    yield "deep and closed", start + b"x = " + b"[" * 3_000 + b"]" * 3_000 + b"\n"
    yield "one long line", start + b"x = '" + b"a" * 450_000 + b"'\n"
    yield "many lines", start + b"x = 1\n" * 60_000
    yield "an open string", start + b'x = """\'' + b"a\n" * 1_000
    yield "carriage returns", start.replace(b"\n", b"\r")
    yield "direction", start + "x = '\u202e\u2066 // \u2069'\n".encode()
    yield "suppressions", start + b'# holdfast: allow[auth/x] until=9999-99-99 reason="\n' * 3_000
    yield "open suppressions", start + b"// holdfast: allow[" * 20_000


def _python() -> Iterator[tuple[str, bytes]]:
    good = _PYTHON.replace(b"@login_required\n", b"")
    yield "a number of 100,000 digits", good + b"x = " + b"9" * 100_000 + b"\n"
    yield "a power tower", good + b"x = 9**9**9**9**9\n"
    yield "strings that multiply", good + b"x = 'a' * 10**12\n"
    yield "decorators", b"@a\n" * 20_000 + good
    yield "bases", good + b"class A(" + b",".join(b"B%d" % n for n in range(20_000)) + b"): pass\n"
    yield "attributes", good + b"x = a" + b".b" * 20_000 + b"\n"
    yield "calls", good + b"x = a" + b"()" * 20_000 + b"\n"
    yield "unary", good + b"x = " + b"-" * 20_000 + b"1\n"
    yield "not", good + b"x = " + b"not " * 20_000 + b"y\n"
    yield "and", good + b"x = " + b" and ".join([b"y"] * 30_000) + b"\n"
    yield "sums", good + b"x = " + b" + ".join([b"1"] * 30_000) + b"\n"
    yield "lambdas", good + b"x = " + b"lambda: " * 5_000 + b"1\n"
    yield "conditions", good + b"x = " + b"1 if y else " * 10_000 + b"2\n"
    yield "branches", good + b"if a:\n    pass\n" + b"elif b:\n    pass\n" * 20_000
    yield "blocks", good + "".join(f"{' ' * n}if a:\n" for n in range(99)).encode() + b" " * 99 + b"pass\n"
    yield "too many blocks", good + "".join(f"{' ' * n}if a:\n" for n in range(2_000)).encode()
    yield "f-strings", good + b'x = f"' + b"{f'{" * 50 + b"1" + b"}'}" * 50 + b'"\n'
    yield "functions", good + b"".join(b"def f%d(r):\n    return g(r)\n" % n for n in range(8_000))
    yield "the same function", good + b"@login_required\ndef f(r):\n    return g(r)\n" * 6_000
    yield "classes in classes", "".join(f"{' ' * n}class C{n}:\n" for n in range(90)).encode() + b" " * 90 + b"x = 1\n"
    yield "comprehensions", good + b"x = " + b"[" * 90 + b"y" + b" for y in z]" * 90 + b"\n"
    yield "arguments", good + b"f(" + b",".join(b"a%d=1" % n for n in range(30_000)) + b")\n"
    yield "imports", good + b"".join(b"from a%d import b as c%d\n" % (n, n) for n in range(20_000))
    yield "a circle of names", good + b"a = b\nb = c\nc = a\nclass A(B): pass\nclass B(A): pass\n"
    yield "a long circle", good + b"".join(b"a%d = a%d\n" % (n, (n + 1) % 3_000) for n in range(3_000))
    yield "states", good + b"STATUS = [" + b",".join(b"('s%d', 's%d')" % (n, n) for n in range(20_000)) + b"]\n"
    yield "regular expressions", good + b"import re\nre.compile('" + b"(a+)+" * 2_000 + b"$')\n"
    for cookie in (
        b"utf-7",
        b"rot13",
        b"idna",
        b"unicode_escape",
        b"utf-16",
        b"hex",
        b"x" * 5_000,
        b"../../etc/passwd",
    ):
        yield f"coding {cookie[:14].decode()}", b"# -*- coding: " + cookie + b" -*-\n" + good
    yield "walrus and match", good + b"match a:\n" + b"    case {'x': [1, *_, {'y': z}]}: pass\n" * 3_000
    yield "type parameters", good + b"def f[" + b",".join(b"T%d" % n for n in range(2_000)) + b"](a): pass\n"
    yield "line continuation", good + b"x = \\\n" * 20_000 + b"1\n"
    yield "form feeds", good.replace(b"\n", b"\n\x0c")
    yield "mixed indents", good.replace(b"    ", b"\t ")
    yield "executed they hope", good + b"__import__('os').system('touch owned')\n"


def _sql() -> Iterator[tuple[str, bytes]]:
    yield "deep parentheses", b"SELECT " + b"(" * 30_000 + b"1" + b")" * 30_000 + b";\n"
    yield "statements", b"ALTER TABLE orders ADD COLUMN a int;\n" * 8_000
    yield "open dollars", b"DO $a$ BEGIN " + b"$b$ " * 20_000
    yield "open comments", b"/*" * 50_000
    yield "in", b"SELECT 1 WHERE a IN (" + b",".join([b"1"] * 80_000) + b");\n"
    yield "or", b"DELETE FROM orders WHERE " + b" OR ".join([b"a = 1"] * 20_000) + b";\n"
    yield "joins", b"SELECT 1 FROM a " + b"JOIN b ON a.x = b.x " * 3_000 + b";\n"
    yield "unions", b"SELECT 1 " + b"UNION SELECT 1 " * 5_000 + b";\n"
    yield "columns", b"CREATE TABLE a (" + b",".join(b"c%d int" % n for n in range(20_000)) + b");\n"
    yield "case", b"SELECT " + b"CASE WHEN a THEN " * 2_000 + b"1" + b" END" * 2_000 + b";\n"
    yield "a file", b"COPY orders FROM '/etc/passwd';\n\\i /etc/passwd\n\\! id\n"
    yield "quotes", b"SELECT '" + b"''" * 200_000 + b";\n"


def _paths() -> Iterator[str]:
    yield from (
        "../../../../etc/passwd.py",
        "/etc/passwd.py",
        "a/../../b.py",
        ".git/hooks/pre-commit.py",
        "-rf.py",
        "--output=x.py",
        "$(touch owned).py",
        "`touch owned`.py",
        "a\nb.py",
        "a\x1b[31m.py",
        "\u202eyp.a",
        "a\udc80b.py",
        "<script>alert(1)</script>.py",
        "a|b`c`.py",
        "@acme/security.py",
        "{{ 7*7 }}.py",
        "%s%n%x.py",
        "a/" * 1_500 + "b.py",
        "b" * 4_000 + ".py",
        "con.py",
        " .py",
        "a\\..\\b.py",
    )
