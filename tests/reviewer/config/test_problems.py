"""Every mistake has its line, its column, words that help, and company: all are shown at once."""

import pytest

from reviewer.config import read_config
from reviewer.config.document import MAX_BYTES
from reviewer.domain.material import ConfigFile
from tests.reviewer.config.reading import problems


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("exlude: [a]\n", "1:1: unknown key 'exlude' (did you mean exclude?)"),
        ("areas: {auth: {path: [a]}}\n", "1:16: unknown key 'path' (did you mean paths?)"),
        ("areas:\n  migratoins: {}\n", "2:3: unknown key 'migratoins' (did you mean migrations?)"),
        ("guards: {authorisation: [x]}\n", "1:10: unknown key 'authorisation' (did you mean authorization?)"),
        (
            "sign_off: {bypass: {xyz: []}}\n",
            "1:21: unknown key 'xyz' (it may be users or teams)",
        ),
        (
            "areas: {auth: {sign_off: {any_of: [{user: [a]}]}}}\n",
            "1:37: unknown key 'user' (did you mean users?)",
        ),
        (
            "constraints: [{id: A, says: x, kind: omission, area: auth, protect: [a], sevrity: low}]\n",
            "1:74: unknown key 'sevrity' (did you mean severity?)",
        ),
        ("mode: gaet\n", "1:7: 'gaet' is not known here (did you mean gate?)"),
        ("mode: 5\n", "1:7: gate or observe is expected here"),
        ("version: 2\n", "1:10: this Holdfast reads version 1, not 2"),
        ("version: '1'\n", "1:10: a whole number is expected here, not the text '1'"),
        ("version: true\n", "1:10: a whole number is expected here, not true"),
        ("version: 1.0\n", "1:10: a whole number is expected here, not the number 1.0"),
        ("inline_limit: -1\n", "1:15: the number -1 does not fit: it should be greater than or equal to 0"),
        ("inline_limit: 51\n", "1:15: the number 51 does not fit: it should be less than or equal to 50"),
        ("areas: {auth: {enabled: no}}\n", "1:25: true or false is expected here, not the text 'no' (write false)"),
        ("areas: {auth: {enabled: 1}}\n", "1:25: true or false is expected here, not the number 1"),
        (
            "areas:\n  auth:\n  money: {}\n",
            "2:3: a block of keys is expected here, not nothing (remove the key, or give it a value)",
        ),
        ("areas: [auth]\n", "1:8: a block of keys is expected here, not a list"),
        ("exclude: vendor\n", "1:10: a list is expected here, not the text 'vendor' (write [vendor])"),
        ("exclude: |\n  a\n  b\n", r"1:10: a list is expected here, not the text 'a\nb\n' (put it in square brackets)"),
        (f"exclude: {'x' * 41}\n", "1:10: a list is expected here, not a text (put it in square brackets)"),
        ("exclude: {a: b}\n", "1:10: a list is expected here, not a block of keys"),
        ("roles: [1]\n", "1:9: a text is expected here, not the number 1 (put it in quotes)"),
        ("roles: [true]\n", "1:9: a text is expected here, not true (put it in quotes)"),
        ("roles: [[a]]\n", "1:9: a text is expected here, not a list"),
        ("roles: [a, b, a]\n", "1:8: 'a' stands here twice"),
        ("roles: [a b]\n", "1:9: 'a b' is not a name without blanks"),
        ("roles: ['']\n", "1:9: '' is too short: 1 at least"),
        (f"roles: [{'x' * 201}]\n", "1:9: a text is too long: 200 at most"),
        ("guards: {transaction: []}\n", "1:23: a list is too short: 1 at least"),
        ("exclude: ['[a']\n", "1:11: '[a' is no path pattern as in .gitignore"),
        ("database: {engine: postgres}\n", "1:20: 'postgres' is not known here (did you mean postgresql?)"),
        ("database: {version: '16'}\n", "1:21: a number is expected here, not the text '16'"),
        ("database: {version: .inf}\n", "1:21: a number is expected here, not the text '.inf'"),
        (
            "tables: {orders: enormous}\n",
            "1:18: 'enormous' is not known here (it may be small, large, huge or hot)",
        ),
        (
            "state_fields: {status: {terminal: [paid]}}\n",
            "1:16: 'status' is not a field as Model.field, with its module before it where it matters",
        ),
        ("- a\n", "1:1: a block of keys is expected here, not a list"),
        ("text\n", "1:1: a block of keys is expected here, not the text 'text'"),
        (
            "areas: {auth: {sign_off: {any_of: [{users: [a]}], count: 2}}}\n",
            "1:26: any_of stands alone: move count into its blocks",
        ),
        (
            "areas: {auth: {sign_off: {any_of: [{users: [a]}], all_of: [{users: [b]}]}}}\n",
            "1:26: all_of stands alone: move any_of into its blocks",
        ),
        ("areas: {auth: {sign_off: {any_of: []}}}\n", "1:35: a list is too short: 1 at least"),
        (
            "areas: {auth: {sign_off: {count: 0}}}\n",
            "1:34: the number 0 does not fit: it should be greater than or equal to 1",
        ),
        ("suppressions: {never: [auht]}\n", "1:24: 'auht' is not known here (did you mean auth?)"),
        (
            "checks: {auth/authentication-removd: {action: warn}}\n",
            "1:10: no check or rule is called 'auth/authentication-removd' (did you mean auth/authentication-removed?)",
        ),
        (
            "checks: {zzz: {action: warn}}\n",
            "1:10: no check or rule is called 'zzz' (`holdfast checks list` shows all)",
        ),
        (
            "checks: {auth/authentication-removed: {action: blok}}\n",
            "1:48: 'blok' is not known here (did you mean block?)",
        ),
        ("checks: {auth/authentication-removed: {options: {odd: 1}}}\n", "1:50: unknown key 'odd'"),
        (
            "checks: {auth/some-rule: {options: {odd: 1}}}\n",
            "1:27: the rule 'auth/some-rule' has no options (remove them)",
        ),
        ("checks: {auth/some-rule: warn}\n", "1:26: a block of keys is expected here, not the text 'warn'"),
    ],
)
def test_the_words_and_the_place_of_a_mistake(text: str, problem: str) -> None:
    assert problems(text) == [problem]


ONE_CHECKER = (
    "2:5: exactly one of require_guard, semgrep, forbid_import, layers, protect, must_not_return,"
    " human_only is wanted, "
)
RULE = "constraints:\n  - {id: A, says: x, kind: omission, area: auth"


@pytest.mark.parametrize(
    ("rest", "problem"),
    [
        (
            "}",
            ONE_CHECKER + "not 0",
        ),
        (
            ", protect: [a], must_not_return: [b]}",
            ONE_CHECKER + "not 2 (protect, must_not_return)",
        ),
        (
            ", human_only: true}",
            "2:5: human_only wants paths: without them every change would ask for a sign-off",
        ),
        (", layers: [a]}", "2:58: a list is too short: 2 at least"),
        (", require_guard: {any_of: []}}", "2:74: a list is too short: 1 at least"),
        (", require_guard: {on: views, any_of: [a]}}", "2:70: 'views' is not known here (it may be entry-points)"),
        (
            ", require_guard: {any_of: [tenant-scop]}}",
            "2:75: 'tenant-scop' is no guard family (did you mean tenant-scope?)",
        ),
        (
            ", semgrep: {languages: [python]}}",
            "2:59: exactly one of pattern, patterns, pattern-either, pattern-regex is wanted, not 0",
        ),
        (
            ", semgrep: {languages: [python], pattern: a, pattern-regex: b}}",
            "2:59: exactly one of pattern, patterns, pattern-either, pattern-regex is wanted, not 2",
        ),
        (", semgrep: {languages: [], pattern: a}}", "2:71: a list is too short: 1 at least"),
        (
            ", semgrep: {languages: [python], mode: taint, pattern: a}}",
            "2:81: unknown key 'mode' (it may be languages, pattern, patterns, pattern-either or pattern-regex)",
        ),
        (
            ", semgrep: {languages: [python], patterns: [{pattern: a}, {metavariable-analysis: {analyzer: redos}}]}}",
            "2:91: the Semgrep key 'metavariable-analysis' is not allowed here",
        ),
        (
            ", semgrep: {languages: [python], patterns: [{pattern-either: [{patterns: [{fix: b}]}]}]}}",
            "2:91: the Semgrep key 'fix' is not allowed here",
        ),
        (
            f", semgrep: {{languages: [python], patterns: [{{pattern-regex: {'x' * 501}}}]}}}}",
            "2:91: a regular expression has at most 500 characters",
        ),
    ],
)
def test_the_words_and_the_place_of_a_mistake_in_a_constraint(rest: str, problem: str) -> None:
    assert problems(RULE + rest + "\n") == [problem]


def test_what_a_constraint_lacks_is_said_at_the_constraint() -> None:
    assert problems("constraints:\n  - says: x\n    human_only: true\n    paths: [a]\n") == [
        "2:5: the key 'id' is missing here",
        "2:5: the key 'kind' is missing here",
        "2:5: the key 'area' is missing here",
    ]


def test_ids_of_constraints_stand_once() -> None:
    one = "{id: A, says: x, kind: omission, area: auth, protect: [a]}"
    assert problems(f"constraints:\n  - {one}\n  - {one}\n") == [
        "3:10: the id 'A' stands here a second time (the first is in line 2)"
    ]


def test_many_mistakes_are_shown_at_once_in_the_order_of_the_lines() -> None:
    text = """\
        tables: {a: b}
        mode: &m gate
        mode: gate
        exclude: [5]
        unknown: 1
    """
    assert problems(text) == [
        "1:13: 'b' is not known here (it may be small, large, huge or hot)",
        "2:7: the anchor &m is not allowed (write each value out)",
        "3:1: the key 'mode' stands here a second time (the first is in line 2)",
        "4:11: a text is expected here, not the number 5 (put it in quotes)",
        (
            "5:1: unknown key 'unknown' (it may be version, mode, exclude, inline_limit, areas, checks, guards, roles,"
            " state_fields, database, sign_off, tables, tenant_columns, protected_columns, agents,"
            " suppressions, incidents or constraints)"
        ),
    ]


def test_mistakes_of_meaning_come_together_with_those_of_yaml() -> None:
    assert problems("mode: &m gate\nchecks: {nowhere: {}}\n") == [
        "1:7: the anchor &m is not allowed (write each value out)",
        "2:10: no check or rule is called 'nowhere' (`holdfast checks list` shows all)",
    ]


def test_too_many_mistakes_are_counted() -> None:
    found = problems("".join(f"wrong_{n}: 1\n" for n in range(60)))
    assert len(found) == 51
    assert found[-1] == "51:1: 10 more problems from here on are left out"


def test_two_files_are_one_too_many() -> None:
    file = ConfigFile(".github/holdfast.yml", b"version: 1\n", also_at=(".github/holdfast.yaml",))
    _, (problem,) = read_config(file)
    assert str(problem) == (
        ".github/holdfast.yml:1:1: .github/holdfast.yaml stands beside it, so that nobody knows which counts"
        " (delete one of them)"
    )


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    assert problems(b"[" * (MAX_BYTES + 1)) == [
        f"1:1: the file has {MAX_BYTES + 1} bytes; a configuration is read up to 64 kB"
    ]


REQUIRED = "constraints: [{{id: A, says: x, kind: omission, area: auth, paths: [{paths}], {checker}}}]\n"
GUARD = "require_guard: {any_of: [authentication]}"
PATTERN = "semgrep: {languages: [python], pattern: f()}"


@pytest.mark.parametrize(
    ("paths", "checker", "problem"),
    [
        (
            "'api/**/*.ts'",
            GUARD,
            "'api/**/*.ts' names files of TypeScript, and require_guard reads Python (other languages ",
        ),
        (
            "a.py, '*.go'",
            GUARD,
            "'*.go' names files of Go, and require_guard reads Python (other languages are read by a ",
        ),
        ("'*.rb'", "layers: [a, b]", "'*.rb' names files of Ruby, and layers reads JavaScript, Python and TypeScript"),
        ("'*.ex'", "forbid_import: [a]", "'*.ex' names files of Elixir, and forbid_import reads C#, Go, Java, "),
        ("'*.js'", PATTERN, "'*.js' names files of JavaScript, and semgrep reads Python (name the language under "),
    ],
)
def test_paths_that_the_checker_does_not_read(paths: str, checker: str, problem: str) -> None:
    (found,) = problems(REQUIRED.format(paths=paths, checker=checker))
    assert problem in found


@pytest.mark.parametrize(
    ("paths", "checker"),
    [
        ("'api/**'", GUARD),
        ("'api/**/*.py', '!api/**/*.ts'", GUARD),
        ("'*.pyi'", GUARD),
        ("'*.ts', '*.js'", "layers: [a, b]"),
        ("'*.java', '*.kt'", "forbid_import: [a]"),
        ("'*.py', 'a.*'", PATTERN),
        ("'*.ex', '*.sql'", "protect: ['a.ex:region']"),
        ("'*.ex'", "must_not_return: [a]"),
        ("'*.pem'", "human_only: true"),
    ],
)
def test_paths_that_the_checker_may_read(paths: str, checker: str) -> None:
    assert problems(REQUIRED.format(paths=paths, checker=checker)) == []
