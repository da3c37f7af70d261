"""Semgrep patterns of the repository: new harm, vanished guards, and what the engine refuses."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from checks.constraints import Constraint, SemgrepPattern
from checks.kit import Area, Example, Severity
from reviewer.analysis.constraints import Registry, judged_by, refused_patterns
from reviewer.domain.analysis import ConstraintAnswers

EVAL: Mapping[str, object] = {"pattern": "eval(...)"}


def pattern(
    operators: Mapping[str, object], *languages: str, kind: str = "commission", paths: tuple[str, ...] = ()
) -> Constraint:
    checker = SemgrepPattern(languages or ("python",), operators)
    return Constraint(
        "C-1",
        "No eval.",
        "INC-1",
        "omission" if kind == "omission" else "commission",
        Area.SECURITY_CONFIG,
        paths,
        owner="",
        severity=Severity.HIGH,
        checker=checker,
    )


def answers(constraint: Constraint, base: dict[str, str], head: dict[str, str]) -> ConstraintAnswers:
    with judged_by(Registry((constraint,)), Example("", base=base, head=head).changes(), 60.0) as judging:
        return judging.finish()


@pytest.mark.parametrize(
    ("path", "languages", "text"),
    [
        ("a.py", ("python",), "x = eval(y)\n"),
        ("a.ts", ("typescript", "javascript"), "const x = eval(y);\n"),
        ("a.rb", ("ruby",), "x = eval(y)\n"),
    ],
)
def test_a_new_match_is_told(path: str, languages: tuple[str, ...], text: str) -> None:
    answer = answers(pattern(EVAL, *languages), {path: "\n"}, {path: f"\n{text}"})
    ((name, line, message),) = [(it.check, it.hit.span.start_line, it.hit.message) for it in answer.hits]
    assert (name, line) == ("security-config/C-1", 1)
    assert message.startswith("`")
    assert message.endswith("is new. Because: INC-1.")
    assert answer.applied == {"security-config/C-1"}


@pytest.mark.parametrize(
    ("path", "base", "head"),
    [
        ("a.py", "x = eval(y)\n", "x = eval(y)\nz = 1\n"),
        ("a.py", "x = eval(y)\n", "z = 1\n"),
        ("a.py", "z = 1\n", "z = 'eval(y)'  # eval(y)\n"),
        ("a.js", "let z = 1;\n", "let z = eval(y);\n"),
        ("tests/test_a.py", "z = 1\n", "z = eval(y)\n"),
    ],
)
def test_old_harm_text_and_other_languages_are_silent(path: str, base: str, head: str) -> None:
    assert answers(pattern(EVAL), {path: base}, {path: head}).hits == ()


def test_paths() -> None:
    head = {"a/x.py": "eval(y)\n", "b/x.py": "eval(y)\n"}
    found = answers(pattern(EVAL, paths=("a/**",)), {}, head).hits
    assert [it.hit.span.path for it in found] == ["a/x.py"]


def test_operators_together() -> None:
    operators = {"patterns": [{"pattern": "run($X)"}, {"pattern-not": 'run("...")'}]}
    found = answers(pattern(operators), {"a.py": "\n"}, {"a.py": "run('ls')\nrun(y)\n"}).hits
    assert [it.hit.span.start_line for it in found] == [2]


def test_an_omission_is_a_guard_that_vanished() -> None:
    rule = pattern({"pattern": "verify(...)"}, kind="omission")
    base = "def hook(request):\n    verify(request)\n    order = load(request)\n    order.pay()\n    return order\n"
    ((hit,),) = [
        (it.hit,) for it in answers(rule, {"a.py": base}, {"a.py": base.replace("    verify(request)\n", "")}).hits
    ]
    assert (hit.kind.value, hit.span.side.value, hit.span.start_line) == ("lost", "LEFT", 2)
    assert answers(rule, {"a.py": base}, {"a.py": f"{base}\nx = 1\n"}).hits == ()
    assert answers(rule, {"a.py": base}, {"a.py": "x = 1\n"}).hits == ()
    assert answers(rule, {"a.py": "x = 1\n"}, {"a.py": base}).hits == ()


@pytest.mark.parametrize(
    "operators",
    [
        {"pattern": "foo("},
        {"pattern": "a b c"},
        {"pattern-regex": "("},
        {"patterns": [{"pattern-not": "a"}]},
        {"patterns": [{"pattern": "a"}, {"metavariable-regex": {"metavariable": "$X"}}]},
    ],
)
def test_a_pattern_that_semgrep_refuses_is_named_and_hides_no_other(operators: Mapping[str, object]) -> None:
    rule, other = pattern(operators), replace(pattern(EVAL), id="C-2")
    with judged_by(Registry((rule, other)), Example("", head={"a.py": "eval(y)\n"}).changes(), 60.0) as judging:
        answer = judging.finish()
    (broken,) = answer.broken
    assert broken.id == "C-1"
    assert broken.reason.startswith("Semgrep does not accept its pattern: ")
    assert [it.check for it in answer.hits] == ["security-config/C-2"]
    assert answer.applied == {"security-config/C-2"}
    assert refused_patterns((rule, pattern(EVAL))) == (broken,)


@pytest.mark.parametrize("text", ["eval($X, ...)", "$X.eval(...)", "eval(..., key=$V, ...)"])
def test_patterns_that_semgrep_accepts_are_not_refused(text: str) -> None:
    assert refused_patterns((pattern({"pattern": text}),)) == ()


def test_a_comment_of_the_change_does_not_silence_it() -> None:
    assert len(answers(pattern(EVAL), {"a.py": "\n"}, {"a.py": "eval(y)  # nosemgrep\n"}).hits) == 1


@pytest.mark.parametrize(("paths", "hits"), [(("tests/**",), 1), (("**/*.py",), 0), ((), 0)])
def test_tests_are_looked_at_where_the_paths_name_them(paths: tuple[str, ...], hits: int) -> None:
    answer = answers(pattern(EVAL, paths=paths), {"tests/test_a.py": "x = 1\n"}, {"tests/test_a.py": "eval(y)\n"})
    assert (len(answer.hits), len(answer.applied)) == (hits, hits)
