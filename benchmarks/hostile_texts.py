"""Hostile configurations and comments: whatever they hold, what comes back is a problem with its place, or nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from tests.reviewer.render.attacks import ATTACKS

_SEED: Final = 20_260_101
_MUTATED: Final = 70
GOOD: Final = b"""version: 1
mode: gate
exclude: ["vendor/**"]
areas:
  migrations: {when: changed, paths: ["db/**"], sign_off: {teams: [dba], users: [ana], permission: write, count: 1}}
checks:
  migrations/column-dropped: {action: block}
guards:
  authorization: [has_perms, "app.auth.require_*"]
constraints:
  - id: C-07
    says: Orders are filtered by organization.
    because: INC-2031
    kind: commission
    area: tenancy
    paths: ["orders/**"]
    severity: blocker
    require_guard: {on: entry-points, any_of: [tenant-scope]}
"""


def hostile_configurations() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the file; always the same."""
    yield from _bombs()
    yield from _values()
    chance = random.Random(_SEED)
    for number in range(_MUTATED):
        yield f"mutated {number}", _mutated(GOOD, chance)


def _bombs() -> Iterator[tuple[str, bytes]]:
    laughs = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    yield "billion laughs", f"a0: &a0 lol\n{laughs}\n".encode()
    yield "merge keys", b"a: &a {b: 1}\nc: {<<: [*a, *a, *a]}\n"
    yield "an anchor of itself", b"a: &a [*a]\n"
    yield "deep flow", b"a: " + b"[" * 50_000
    yield "deep blocks", "".join(f"{' ' * n}a:\n" for n in range(1_500)).encode()
    yield "deep dashes", b"- " * 50_000
    yield "two megabytes", GOOD + b"#" * 2_000_000
    yield "a million lines", GOOD + b"\n" * 1_000_000
    yield "one long line", b"mode: " + b"x" * 900_000
    yield "fifty thousand keys", GOOD + "".join(f"k{n}: 1\n" for n in range(50_000)).encode()
    yield "ten thousand constraints", GOOD + "".join(f"  - id: X-{n}\n    says: x\n" for n in range(10_000)).encode()
    yield "ten thousand globs", b"exclude:\n" + b'  - "**/a*b*c*d*e*"\n' * 10_000
    yield "stars", b'exclude: ["' + b"*a" * 5_000 + b'"]\n'
    yield "double stars", b'exclude: ["' + b"**/" * 3_000 + b'x"]\n'
    yield "brackets", b'exclude: ["' + b"[" * 20_000 + b'"]\n'
    yield "braces", b'exclude: ["' + b"{a,b}" * 5_000 + b'"]\n'
    yield "a pattern that doubts", b'guards: {authorization: ["' + b"*" * 3_000 + b'x"]}\n'
    for tag in (
        "!!python/object/apply:os.system [id]",
        "!!binary aGk=",
        "!include /etc/passwd",
        "!!set {a}",
        "!env HOME",
    ):
        yield f"tag {tag[:16]}", f"mode: {tag}\n".encode()
    for code in ("utf-16", "utf-32", "latin-1"):
        yield code, GOOD.decode().replace("filtered", "gefiltert für").encode(code)
    yield "no text", bytes(range(256)) * 40
    yield "zeros", b"\0" * 5_000
    yield "byte order marks", b"\xef\xbb\xbf" * 3 + GOOD
    yield "nothing", b""
    yield "only comments", b"# x\n" * 1_000
    yield "two documents", GOOD + b"---\n" + GOOD
    yield "directives", b"%YAML 9.9\n%TAG ! tag:evil,2026:\n---\n" + GOOD
    yield "tabs", GOOD.replace(b"  ", b"\t")
    yield "carriage returns", GOOD.replace(b"\n", b"\r")
    yield "line separators", GOOD.replace(b"\n", "\u2028".encode())


def _values() -> Iterator[tuple[str, bytes]]:
    """Values of the wrong kind, and foreign texts, in places where another one belongs."""
    for number, value in enumerate(
        (
            "null",
            "1",
            "-1",
            "1e400",
            ".nan",
            "0x1F",
            "9" * 5_000,
            "2026-01-01",
            "[]",
            "{}",
            "[[[]]]",
            "{a: {b: c}}",
            "yes",
            "~",
        )
    ):
        key = ("version", "mode", "exclude", "areas", "checks", "guards", "constraints")[number % 7]
        yield f"{key} is {value[:12]}", f"{key}: {value}\n".encode()
    for number, text in enumerate(ATTACKS[:24]):
        quoted = "".join(f"\\U{ord(char):08x}" if not 0xD800 <= ord(char) <= 0xDFFF else "?" for char in text)
        place = ("mode", "exclude", "guards", "roles", "inline_limit")[number % 5]
        yield f"{place} holds attack {number}", f'{place}: "{quoted}"\n"{quoted}": 1\n'.encode()
    for area in ("__class__", "auth; drop table", "auth/../x", "*", ""):
        yield f"area {area[:12]}", f'areas: {{"{area}": {{when: changed}}}}\n'.encode()
    patterns = ("...", "$X", "(" * 500, "a" * 50_000, "eval($X)\n" * 2_000, "${{ secrets }}", "\\\\")
    for pattern in patterns:
        checker = f"semgrep: {{languages: [python], pattern: '{pattern}'}}"
        rule = f"- {{id: A, says: x, because: y, kind: omission, area: auth, {checker}}}"
        yield f"pattern {pattern[:12]!r}", f"constraints:\n  {rule}\n".encode()


def hostile_comments() -> Iterator[tuple[str, str]]:
    """Name and body; always the same."""
    for number, text in enumerate(ATTACKS):
        yield f"reason {number}", f"/holdfast sign-off auth {text}"
        yield f"area {number}", f"/holdfast revoke {text}"
    yield from {
        "a thousand commands": "/holdfast recheck\n" * 1_000,
        "a long line": "/holdfast sign-off " + "auth " * 13_000,
        "a long word": "/holdfast sign-off " + "a" * 65_000,
        "commas": "/holdfast sign-off " + "," * 65_000,
        "dashes": "/holdfast sign-off auth " + "- " * 32_000,
        "leads": "/holdfast sign-off auth " + "because: " * 7_000,
        "open fences": "```\n" * 16_000 + "/holdfast recheck",
        "open comments": "<!--" * 16_000 + "/holdfast recheck",
        "backticks": "`" * 65_000 + "\n/holdfast recheck",
        "tildes": "~~~\n" * 16_000,
        "blanks": " " * 65_000 + "/holdfast recheck",
        "tabs": "\t" * 65_000,
        "line ends": "\r\n" * 32_000 + "/holdfast recheck",
        "carriage returns": "/holdfast recheck\r" * 3_000,
        "separators": "/holdfast\u2028sign-off\u2029auth",
        "nul": "/holdfast sign-off auth \0\0\0",
        "half characters": "/holdfast sign-off auth \ud800\udfff\udc80",
        "direction": "/holdfast sign-off \u202eauth\u202c reason",
        "look-alikes": "/holdfast sign-off \u0430uth",
        "wide": "\uff0fholdfast sign-off auth",
        "upper case": "/HOLDFAST SIGN-OFF AUTH",
        "explain a path": "/holdfast explain ../../../../etc/passwd",
        "explain a format": "/holdfast explain {0.__class__.__mro__}%s%n",
        "explain a template": "/holdfast explain {{ config }}",
        "explain a long one": "/holdfast explain " + "a/" * 30_000,
        "bypass": "/holdfast bypass " + "x" * 60_000,
        "many mentions": "/holdfast sign-off auth " + "@acme/security " * 4_000,
        "combining": "/holdfast sign-off auth z" + "\u0301" * 30_000,
    }.items()


def _mutated(text: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, doubled, dropped or moved."""
    made = bytearray(text)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(made))
        match chance.randrange(4):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                made[at:at] = chance.choice([b"\t", b"\0", b"&a ", b"*a ", b"!!", b": ", b"- ", b"\xff", b"{", b"]"])
            case 2:
                del made[at : at + chance.randint(1, 30)]
            case _:
                made[at:at] = made[: chance.randint(1, 200)]
    return bytes(made)
