"""The engine reads of a file what its change can alter, each byte in its place; what it finds is the same."""

import pytest
from msgspec.structs import replace

from checks.kit import Example
from reviewer.analysis.blobs import Blob
from reviewer.analysis.semgrep.both_sides import BothSides
from reviewer.analysis.semgrep.narrowing import narrowed
from reviewer.analysis.semgrep.rule_set import our_rules
from tests.reviewer.analysis.semgrep.reviewing import review

ROUTES = """const express = require("express");
const {
  requireAuth,
  audit,
} = require("./auth");

router.get("/a", requireAuth, async (req, res) => {
  const first = 1;
  res.json({ first });
});

export async function second(req, res) {
  const second = "zwei ☃";
  return res.json({ second });
}

const third = async (req) => {
  const third = 3;
  return third;
};
"""
VIEWS = """import os

@login_required
@audit(
    "a",
)
def first(request):
    a = 1
    b = 2
    return a + b


class Second(View):
    a = 1
    b = 2
    c = 3


LIMITS = {
    "a": 1,
    "b": 2,
    "c": 3,
}
"""


def sides(base: str, head: str, path: str) -> tuple[Blob, Blob]:
    (change,) = Example("a change", base=base, head=head, path=path).changes()
    file = BothSides.of(change)
    assert file.base is not None
    assert file.head is not None
    parts = narrowed(change, file.base, file.head)
    for whole, part in zip((file.base, file.head), parts, strict=True):
        assert len(part.data) == len(whole.data)
        assert part.text.count("\n") == whole.text.count("\n")
    return parts


def left(blob: Blob) -> str:
    return "\n".join(line for line in blob.text.split("\n") if line.strip())


@pytest.mark.parametrize(
    ("path", "text", "old", "new", "kept", "gone"),
    [
        ("a.js", ROUTES, "first = 1", "first = 2", ["require(", "audit", '"/a"'], ["second", "third"]),
        ("a.js", ROUTES, "third = 3", "third = 4", ["require(", "audit", "third"], ["second", '"/a"']),
        ("a.js", ROUTES, "  audit,\n", "", ["require("], ["second", "third", '"/a"']),
        ("a.py", VIEWS, "b = 2\n    return", "b = 3\n    return", ["@login_required", "audit", "LIMITS"], ["Second"]),
        ("a.py", VIEWS, "@login_required\n", "", ["audit", "def first", "LIMITS"], ["Second"]),
        ("a.py", VIEWS, "c = 3\n\n", "c = 4\n\n", ["Second", '"c": 3'], ["login_required", "first"]),
    ],
)
def test_units_that_no_changed_line_touches_are_left_out_on_both_sides(
    path: str, text: str, old: str, new: str, kept: list[str], gone: list[str]
) -> None:
    assert text.count(old) == 1
    for part in sides(text, text.replace(old, new), path):
        assert all(word in part.text for word in kept)
        assert not any(word in part.text for word in gone)


def test_what_is_touched_on_one_side_stands_on_the_other() -> None:
    base, head = sides(ROUTES, ROUTES.replace('router.get("/a"', 'audit();\nrouter.get("/a"'), "a.js")
    assert ("first" in base.text) == ("first" in head.text)
    base, head = sides(ROUTES, ROUTES.replace("  const first = 1;\n", ""), "a.js")
    assert "res.json({ first })" in base.text
    assert "res.json({ first })" in head.text


def test_units_that_became_one_are_looked_at_together() -> None:
    joined = ROUTES.replace("});\n\nexport async function second(req, res) {\n", "\n")
    base, head = sides(ROUTES, joined, "a.js")
    assert all(name in part.text for name in ("first", "second") for part in (base, head))
    assert "third" not in base.text + head.text


@pytest.mark.parametrize("text", ["", "\n", "x", "@a\n@b\n", "  a\n  b\n", ")\n}\n", "\ufeff@a\n", "function a() {\n"])
def test_odd_texts_lose_nothing_that_changed(text: str) -> None:
    base, head = sides(text, text + "y\n", "a.js")
    assert left(head).endswith("y")
    assert all(line.strip() in text for line in left(base).split("\n"))


def test_a_unit_is_read_whole_where_its_part_does_not_parse() -> None:
    # The margin cuts a text in two: what is left of the function opens a text that never ends.
    query = "function query() {\n  const a = 1;\n  const b = 2;\n  return `\nselect 1\n`;\n}\n\n"
    route = 'router.get("/a", requireAuth, (req, res) => {\n  res.json(query());\n});\n'
    told = review(query + route, query + route.replace(" requireAuth,", ""), path="a.js")
    assert told.facts == [("auth/express-route-guard-removed", "lost", 9)]
    assert told.skips == ()


def test_a_rule_that_follows_statements_is_known() -> None:
    follow = {name for name, rule in our_rules().rules.items() if rule.follows_statements}
    assert follow == {"auth/cors-any-origin-with-credentials"}
    some = next(iter(our_rules().rules.values()))
    assert replace(some, definition={"patterns": [{"pattern": "$A = 1\n...\n$A.b()"}]}).follows_statements
    assert not replace(some, definition={"pattern": "def $F(...):\n  ...\n  $A()"}).follows_statements
