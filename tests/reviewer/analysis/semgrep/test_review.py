"""What a review by our rules looks at, and what it says it did not."""

import pytest

from checks.kit import ChangeSet, Example, Kind
from checks.kit.change import FileVersions, Status
from reviewer.analysis.semgrep import semgrep_search
from tests.reviewer.analysis.semgrep.reviewing import review

GUARDED = "router.get('/a', requireAuth, list);\n"
BARE = "router.get('/a', list);\n"


def test_a_change_without_code_starts_nothing() -> None:
    assert review({"a.md": "a\n"}, {"a.md": "b\n"}).found == ()


def test_a_rule_that_is_off_says_nothing() -> None:
    changes = Example("a", base={"a.js": GUARDED}, head={"a.js": BARE}).changes()
    with semgrep_search(changes, 60.0) as search:
        assert len(search.finish()[0]) == 1
        assert search.finish({"auth/express-route-guard-removed"}) == ((), ())


def test_without_time_left_everything_is_named() -> None:
    text = {"src/without_time.js": GUARDED}
    changes = Example("a", base=text, head={"src/without_time.js": BARE + "// no time left\n"}).changes()
    with semgrep_search(changes, 0.0) as search:
        hits, skips = search.finish()
    assert hits == ()
    assert [(skip.path, skip.hides_boundary) for skip in skips] == [("src/without_time.js", True)]
    assert "the time for this review was used up" in skips[0].reason


BROKEN = [
    ("a.ts", "function g(a { list(a) }\n", "it does not parse: line 1: ')' is missing (at head)"),
    ("a.js", "function g(a) {\n  if (a) {\n}\n", "it does not parse: line 3: '}' is missing (at head)"),
    ("a.ts", BARE + "<<<<<<< HEAD\n" + BARE, "it does not parse: line 2: unexpected text (at head)"),
]


@pytest.mark.parametrize(("path", "text", "reason"), BROKEN)
def test_a_file_that_no_longer_parses_is_named(path: str, text: str, reason: str) -> None:
    told = review({path: GUARDED}, {path: text})
    assert told.found == ()
    assert [(skip.path, skip.reason, skip.hides_boundary) for skip in told.skips] == [(path, reason, True)]
    assert review(None, {path: text}).skips == told.skips


def test_syntax_that_the_grammar_does_not_know_on_both_sides_is_left_to_the_engine() -> None:
    flow = "// @flow\nfunction f(a: ?Promise<*>) { return a; }\n"
    told = review({"a.js": flow + GUARDED}, {"a.js": flow + BARE})
    assert told.skips == ()
    assert [hit.kind for _, hit in told.found] == [Kind.LOST]


def test_types_in_javascript_are_read() -> None:
    told = review(None, {"a.js": "export function f(a: string): number { return 1; }\n"})
    assert told.skips == ()


def test_a_part_that_the_engine_cannot_parse_matters_only_where_it_changed() -> None:
    odd = "const a = <b>c</b>;\n"
    there = review({"a.ts": odd + GUARDED}, {"a.ts": odd + BARE})
    assert [hit.kind for _, hit in there.found] == [Kind.LOST]
    assert there.skips == ()
    new = review({"a.ts": GUARDED}, {"a.ts": odd + GUARDED})
    assert [skip.path for skip in new.skips] == ["a.ts"]


def test_one_file_that_is_not_looked_at_costs_no_other() -> None:
    broken = "function g(a {\n"
    told = review({"a.js": GUARDED, "b.js": GUARDED}, {"a.js": BARE, "b.js": broken})
    assert [hit.span.path for _, hit in told.found] == ["a.js"]
    assert [skip.path for skip in told.skips] == ["b.js"]


def test_a_renamed_file_is_one_file() -> None:
    files = [FileVersions("src/new.js", Status.RENAMED, GUARDED.encode(), BARE.encode(), "src/old.js")]
    with semgrep_search(ChangeSet(files), 60.0) as search:
        hits, skips = search.finish()
    assert skips == ()
    assert [(found.hit.kind, found.hit.span.path) for found in hits] == [(Kind.LOST, "src/old.js")]


def test_a_language_without_rules_is_left_out_without_a_word() -> None:
    assert review({"a.cs": "class A {}\n"}, {"a.cs": "class B ((\n"}).skips == ()


def test_python_that_ends_in_classes_is_named_by_its_method() -> None:
    base = "class Client:\n    def get(self, url):\n        return requests.get(url)\n"
    told = review(base, base.replace("url)\n", "url)\n", 1).replace("(url)", "(url, verify=False)"), path="a.py")
    assert [hit.symbol for _, hit in told.found] == ["Client.get"]


def test_the_same_change_gives_the_same_hits_twice_and_in_any_order() -> None:
    base = {f"{n}.js": GUARDED.replace("/a", f"/{n}") for n in range(4)}
    head = {path: text.replace("requireAuth, ", "") for path, text in base.items()}
    once = review(base, head)
    again = review(dict(reversed(base.items())), dict(reversed(head.items())))
    assert once == again
    assert len(once.found) == 4


def test_long_lines_and_long_names_are_cut() -> None:
    name = "requireAuth" + "x" * 500
    told = review({"a.js": f"router.get('/a', {name}, list);\n"}, {"a.js": BARE})
    ((_, hit),) = told.found
    assert len(hit.title) < 140
    assert hit.title.endswith("…`")
    assert all(len(line) <= 200 for evidence in hit.evidence for line in evidence.snippet.split("\n"))


def test_a_caller_that_fails_leaves_no_program_behind() -> None:
    changes = Example("a", base={"a.js": GUARDED}, head={"a.js": BARE + "// nobody waits for this\n"}).changes()
    with pytest.raises(KeyboardInterrupt), semgrep_search(changes, 60.0) as search:
        raise KeyboardInterrupt
    assert search.answer.exception(timeout=60.0) is None
