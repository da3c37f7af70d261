"""Whatever the bytes are: a policy or problems with a place, never a traceback."""

import random
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.config import read_config
from reviewer.domain.material import ConfigFile
from reviewer.domain.policy import Policy
from tests.reviewer.config.test_policy import CONTRACT

PIECES = [
    *"abc[]{},:?-&*!|>'\"%@`#~\n\t\r\0=\\",
    "- ",
    ": ",
    "? ",
    "\n  ",
    "\n    ",
    "<<: ",
    "&a ",
    "*a ",
    "!!str ",
    "!!binary ",
    "---\n",
    "...\n",
    "%YAML 1.1\n---\n",
    '"\\ud800"',
    '"\\UFFFFFFFF"',
    '"\\x00"',
    "\ufeff",
    "\u2028",
    "\x85",
    "😀",
    "1",
    "-0",
    "1e999",
    ".nan",
    "0x",
    "true",
    "null",
    "version",
    "areas: ",
    "auth: ",
    "paths: ",
    "sign_off: ",
    "any_of: ",
    "checks: ",
    "auth/authentication-removed: ",
    "options: ",
    "constraints: ",
    "semgrep: ",
    "patterns: ",
    "human_only: ",
    "exclude: ",
    "database: ",
    "version: ",
    "roles: ",
]

KEYS = st.sampled_from([piece.rstrip(": ") for piece in PIECES if piece.endswith(": ")]) | st.text(max_size=3)
VALUES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def check(data: bytes) -> None:
    policy, problems = read_config(ConfigFile("c.yml", data))
    lines = data.count(b"\n") + data.count(b"\r") + 3  # YAML's lines also end at \x85 and \u2028
    for problem in problems:
        assert policy == Policy()
        assert 1 <= problem.line <= lines + data.count(b"\xc2\x85") + data.count(b"\xe2\x80")
        assert problem.column >= 1
        assert problem.message
        assert "\n" not in str(problem)
        str(problem).encode()  # no half characters


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@example(['"\\UFFFFFFFF"'])
@example(["&a ", "*a "])
@example(["database: ", "{", "version: ", "1e999", "}"])
@example(["roles: ", '"\\ud800"'])
def test_pieces_of_yaml(pieces: list[str]) -> None:
    check("".join(pieces).encode())


@given(st.binary(max_size=60))
@example(b"\xff\xfea\0:\0 \x001\0")
def test_bytes(data: bytes) -> None:
    check(data)


@given(VALUES)
@example({"areas": {"auth": {"sign_off": {"any_of": [{"any_of": [{}]}]}}}})
@example({"constraints": [{"semgrep": {"patterns": [{"pattern": None}]}}]})
@example({"checks": {"auth/authentication-removed": {"options": {"a": {"b": []}}}}})
@example({"roles": ["\ud800"]})
@example({"version": 10**30})
def test_values_of_any_shape_under_known_and_unknown_keys(value: object) -> None:
    check(_flow(value).encode("utf-8", "surrogatepass"))


@given(st.randoms(use_true_random=False))
def test_the_contracts_example_with_a_piece_cut_out_or_put_in(chance: random.Random) -> None:
    start = chance.randrange(len(CONTRACT))
    end = start + chance.randrange(12)
    check((CONTRACT[:start] + chance.choice(["", *PIECES]) + CONTRACT[end:]).encode())


@pytest.mark.parametrize("cut", range(0, len(CONTRACT), 7))
def test_the_contracts_example_broken_off(cut: int) -> None:
    check(CONTRACT[:cut].encode())


def _flow(value: object) -> str:
    """YAML of a value; texts bare, so that they too are read as whatever they look like."""
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in items) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, cast("list[object]", value))) + "]"
    return str(value)
