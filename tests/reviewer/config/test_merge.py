"""A repository's configuration over its organisation's: each kind of value by its own rule."""

from textwrap import dedent

import pytest

from checks.kit import Action, Area
from reviewer.config import read_config
from reviewer.domain.errors import ConfigProblem
from reviewer.domain.material import ConfigFile
from reviewer.domain.policy import Policy
from reviewer.domain.sign_off_rule import SignOffRule

RULES = ("auth/some-rule",)


def both(own: str, default: str) -> tuple[Policy, tuple[ConfigProblem, ...]]:
    files = [ConfigFile(name, dedent(text).encode()) for name, text in (("own.yml", own), ("acme.yml", default))]
    return read_config(files[0], RULES, files[1])


def merged(own: str, default: str) -> Policy:
    policy, problems = both(own, default)
    assert problems == ()
    return policy


def ids(policy: Policy) -> list[str]:
    return [constraint.id for constraint in policy.constraints]


def test_the_default_alone_holds() -> None:
    default = ConfigFile("acme.yml", b"inline_limit: 3\n")
    assert read_config(None, (), default)[0].inline_limit == 3
    assert merged("", "inline_limit: 3\n").inline_limit == 3
    assert merged("inline_limit: 3\n", "").inline_limit == 3


@pytest.mark.parametrize(
    ("own", "default", "limit"),
    [("inline_limit: 10\n", "inline_limit: 3\n", 10), ("mode: gate\n", "inline_limit: 3\n", 3)],
)
def test_a_value_is_the_repositorys_where_it_says_one(own: str, default: str, limit: int) -> None:
    """Also where it says the built-in one."""
    assert merged(own, default).inline_limit == limit


def test_blocks_merge_key_by_key() -> None:
    read = merged(
        "areas: {auth: {when: touched}}\nchecks: {auth/some-rule: {action: warn}}\ndatabase: {version: 12}\n",
        "areas: {auth: {paths: [a]}, money: {when: lost}}\ndatabase: {engine: postgresql, version: 16}\n",
    )
    assert (read.area(Area.AUTH).when, read.area(Area.AUTH).paths, read.area(Area.MONEY).when) == (
        "touched",
        ("a",),
        "lost",
    )
    assert read.check("auth/some-rule").action is Action.WARN
    assert (read.settings.database.engine, read.settings.database.version) == ("postgresql", 12.0)


def test_lists_that_collect_add_up_the_organisations_first() -> None:
    read = merged(
        """\
        exclude: [b, a]
        areas: {auth: {paths: [y]}}
        guards: {authorization: [own]}
        tenant_columns: [t2]
        protected_columns: [p2]
        suppressions: {never: [auth]}
        """,
        """\
        exclude: [a]
        areas: {auth: {paths: [x]}}
        guards: {authorization: [house], lock: [held]}
        tenant_columns: [t1]
        protected_columns: [p1]
        suppressions: {never: [tenancy], longest_days: 9}
        """,
    )
    assert read.exclude == ("a", "b")
    assert read.area(Area.AUTH).paths == ("x", "y")
    assert read.settings.guards == {"authorization": ("house", "own"), "lock": ("held",)}
    assert (read.settings.tenant_columns, read.settings.protected_columns) == (("t1", "t2"), ("p1", "p2"))
    assert (read.suppressions.never, read.suppressions.longest_days) == (frozenset({Area.AUTH, Area.TENANCY}), 9)


def test_lists_in_an_order_and_of_people_are_replaced() -> None:
    read = merged(
        "roles: [b, a]\nareas: {auth: {sign_off: {users: [ana]}}}\nstate_fields: {A.s: {terminal: [x]}}\n",
        "roles: [c]\nareas: {auth: {sign_off: {teams: [sec]}}}\nstate_fields: {A.s: {terminal: [y]}, B.s: {}}\n",
    )
    assert read.settings.roles == ("b", "a")
    assert read.area(Area.AUTH).sign_off == SignOffRule(users=("ana",))
    assert read.settings.state_fields == {"A.s": ("x",), "B.s": ()}


ENTRY = "{{id: {}, says: {}, kind: commission, area: auth, protect: [a]}}"


def test_constraints_merge_by_id() -> None:
    own = f"constraints: [{ENTRY.format('B', 'ours')}, {ENTRY.format('C', 'ours')}]\n"
    read = merged(own, f"constraints: [{ENTRY.format('A', 'theirs')}, {ENTRY.format('B', 'theirs')}]\n")
    assert [(it.id, it.says) for it in read.constraints] == [("A", "theirs"), ("B", "ours"), ("C", "ours")]


def test_checks_may_name_a_constraint_of_the_other_file() -> None:
    read = merged("checks: {auth/A: {action: block}}\n", f"constraints: [{ENTRY.format('A', 'x')}]\n")
    assert read.check("auth/A").action is Action.BLOCK


@pytest.mark.parametrize(
    ("own", "default", "place"),
    [
        ("mode: gaet\n", "", "own.yml:1:7"),
        ("", "mode: gaet\n", "acme.yml:1:7"),
        ("mode: gate\n", "a: [\n", "acme.yml:2:1"),
        ("areas: {auth: {enabled: false}}\n", f"constraints: [{ENTRY.format('A', 'x')}]\n", "own.yml:1:16"),
        (f"constraints: [{ENTRY.format('A', 'x')}]\n", "areas: {auth: {enabled: false}}\n", "acme.yml:1:16"),
        ("checks: {auth/B: {action: warn}}\n", f"constraints: [{ENTRY.format('A', 'x')}]\n", "own.yml:1:10"),
        (
            "constraints:\n" + "".join(f"  - {ENTRY.format(f'A{n}', 'x')}\n" for n in range(150)),
            "constraints:\n" + "".join(f"  - {ENTRY.format(f'B{n}', 'x')}\n" for n in range(150)),
            "own.yml:1:1",
        ),
    ],
)
def test_a_problem_of_either_or_of_both_together_has_its_place(own: str, default: str, place: str) -> None:
    policy, problems = both(own, default)
    assert policy == Policy()
    assert [str(problem).partition(": ")[0] for problem in problems] == [place]
    assert str(problems[0]).isprintable()
