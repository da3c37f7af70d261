"""What each key leads to."""

import re
from pathlib import Path

import pytest

import checks
from checks import constraints as constraint
from checks.kit import Action, Area, Database, Settings, Severity
from reviewer.config import read_config
from reviewer.domain.policy import AreaPolicy, CheckPolicy, Policy, SuppressionPolicy
from reviewer.domain.sign_off_rule import AllOf, AnyOf, SignOffRule
from tests.reviewer.config.reading import policy


def test_no_file_is_the_built_in_policy() -> None:
    assert read_config(None) == (Policy(), ())


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "{}\n", "version: 1\n"])
def test_a_file_that_says_nothing_is_the_built_in_policy(text: str) -> None:
    assert policy(text) == Policy()


def test_what_holds_for_the_whole_review() -> None:
    read = policy("mode: observe\nexclude: ['vendor/**', '!vendor/ours/**']\ninline_limit: 0\n")
    assert (read.mode, read.exclude, read.inline_limit) == ("observe", ("vendor/**", "!vendor/ours/**"), 0)


def test_areas() -> None:
    read = policy(
        """\
        areas:
          auth: {enabled: false}
          migrations: {when: touched, paths: ["db/**"]}
          queries: {sign_off: {teams: [dba], users: [ana], permission: admin, count: 2}}
        """
    )
    assert read.area(Area.AUTH) == AreaPolicy(enabled=False)
    assert read.area(Area.MIGRATIONS) == AreaPolicy(when="touched", paths=("db/**",), asks_for_sign_off=True)
    rule = SignOffRule(count=2, users=("ana",), teams=("dba",), permission="admin")
    assert read.area(Area.QUERIES) == AreaPolicy(sign_off=rule, asks_for_sign_off=True)
    assert read.area(Area.MONEY) == AreaPolicy()


def test_sign_offs_in_parts() -> None:
    read = policy(
        """\
        areas:
          auth:
            sign_off:
              all_of:
                - {teams: [security]}
                - any_of: [{users: [ana]}, {teams: [dba], count: 2}]
        """
    )
    parts = AnyOf((SignOffRule(users=("ana",)), SignOffRule(teams=("dba",), count=2)))
    assert read.area(Area.AUTH).sign_off == AllOf((SignOffRule(teams=("security",)), parts))


def test_checks() -> None:
    read = policy("checks:\n  auth/authentication-removed: {action: block}\n  auth/some-rule: {action: 'off'}\n")
    assert read.check("auth/authentication-removed") == CheckPolicy(Action.BLOCK)
    assert read.check("auth/some-rule") == CheckPolicy("off")
    assert read.check("auth/other") == CheckPolicy()


@pytest.mark.parametrize("action", ["block", "sign-off", "warn", "note", "off"])
def test_every_action_can_be_asked_for(action: str) -> None:
    assert policy(f"checks: {{auth/some-rule: {{action: {action}}}}}\n").check("auth/some-rule").action == action


def test_what_the_checks_are_told() -> None:
    settings = policy(
        """\
        guards:
          authorization: [has_perms_owner_aware, "app.auth.require_*"]
          transaction: [unit_of_work]
        roles: [admin, viewer]
        state_fields: {orders.models.Order.status: {terminal: [paid, refunded]}, A.b: {}}
        tables: {orders: huge, users: hot}
        tenant_columns: [workspace_id]
        protected_columns: [orders.total, iban]
        database:
          {engine: mysql, version: 8, deploy: code-first, timeouts_set_elsewhere: true,
           transaction_per_migration: false, migration_paths: ["sql/**"]}
        """
    ).settings
    assert settings.guards == {
        "authorization": ("has_perms_owner_aware", "app.auth.require_*"),
        "transaction": ("unit_of_work",),
    }
    assert settings.roles == ("admin", "viewer")
    assert settings.state_fields == {"orders.models.Order.status": ("paid", "refunded"), "A.b": ()}
    assert settings.tables == {"orders": "huge", "users": "hot"}
    assert (settings.tenant_columns, settings.protected_columns) == (("workspace_id",), ("orders.total", "iban"))
    database = settings.database
    assert (database.engine, database.version, database.deploy) == ("mysql", 8.0, "code-first")
    assert (database.transaction_per_migration, database.timeouts_set_elsewhere) == (False, True)
    assert database.migration_paths == ("sql/**",)


def test_agents_suppressions_and_sign_offs_of_all_areas() -> None:
    read = policy(
        """\
        sign_off: {codeowners: true, allow_author: true, bypass: {users: [ana], teams: [ops]}}
        agents: {sign_offs: 2, max_files: 40, one_boundary: true, work_log: required}
        suppressions: {require: [reason], longest_days: 30, never: [auth, tenancy]}
        """
    )
    assert (read.sign_off.codeowners, read.sign_off.allow_author) == (True, True)
    assert (read.sign_off.bypass_users, read.sign_off.bypass_teams) == (("ana",), ("ops",))
    assert (read.agents.sign_offs, read.agents.max_files, read.agents.one_boundary) == (2, 40, True)
    assert read.agents.work_log == "required"
    assert read.suppressions == SuppressionPolicy(frozenset({"reason"}), 30, frozenset({Area.AUTH, Area.TENANCY}))


@pytest.mark.parametrize(
    ("checker", "value"),
    [
        (
            'require_guard: {on: entry-points, any_of: [tenant-scope, "OrganizationScoped*"]}',
            constraint.RequireGuard(("tenant-scope", "OrganizationScoped*")),
        ),
        (
            "semgrep: {languages: [python], pattern: eval(...)}",
            constraint.SemgrepPattern(("python",), {"pattern": "eval(...)"}),
        ),
        (
            "semgrep: {languages: [go], pattern-either: [{pattern: a}, {patterns: [{pattern: b}, {pattern-not: c}]}]}",
            constraint.SemgrepPattern(
                ("go",), {"pattern-either": [{"pattern": "a"}, {"patterns": [{"pattern": "b"}, {"pattern-not": "c"}]}]}
            ),
        ),
        ("forbid_import: [requests, urllib3.*]", constraint.ForbidImport(("requests", "urllib3.*"))),
        (
            "layers: [app.routes, app.services, app.models]",
            constraint.Layers(("app.routes", "app.services", "app.models")),
        ),
        (
            'protect: [app.money.round_half, "app/tax.py:region"]',
            constraint.Protect(("app.money.round_half", "app/tax.py:region")),
        ),
        ("must_not_return: [LegacyClient]", constraint.MustNotReturn(("LegacyClient",))),
        ("human_only: true", constraint.HumanOnly()),
    ],
)
def test_constraints_with_each_checker(checker: str, value: constraint.Checker) -> None:
    (read,) = policy(
        f"""\
        constraints:
          - id: C-07
            says: Orders are always filtered by the caller's organization.
            because: INC-2031
            kind: commission
            area: tenancy
            paths: ["orders/**"]
            owner: "@acme/orders"
            severity: blocker
            {checker}
        """
    ).constraints
    assert read == constraint.Constraint(
        id="C-07",
        says="Orders are always filtered by the caller's organization.",
        because="INC-2031",
        kind="commission",
        area=Area.TENANCY,
        paths=("orders/**",),
        owner="@acme/orders",
        severity=Severity.BLOCKER,
        checker=value,
    )


def test_what_a_constraint_need_not_say() -> None:
    (read,) = policy("constraints: [{id: A, says: x, kind: omission, area: auth, protect: [a]}]\n").constraints
    assert (read.because, read.paths, read.owner, read.severity) == ("", (), "", Severity.HIGH)


def test_whatever_the_checks_are_told_some_check_asks_for() -> None:
    code = "\n".join(file.read_text() for file in Path(checks.__path__[0]).rglob("*.py"))
    told = [(name,) for name in Settings.__struct_fields__ if name != "database"]
    told += [("database", name) for name in Database.__struct_fields__]
    assert {path for path in told if not re.search(rf"\b(settings|database)\.{path[-1]}\b", code)} == set()


CONTRACT = """
version: 1
mode: gate                       # or observe: neutral checks only
exclude: ["vendor/**", "legacy/**"]
inline_limit: 10
areas:
  migrations:
    enabled: true
    when: changed                # touched | changed | lost
    paths: ["db/**"]             # always this area, whatever the content
    sign_off: {teams: [dba], users: [ana], permission: write, count: 1}
checks:
  auth/some-rule: {action: block}      # block | sign-off | warn | note | off
guards:                          # house names, by family; * allowed
  authorization: [has_perms_owner_aware, "app.auth.require_*"]
  transaction: [unit_of_work]
roles: [admin, manager, member, viewer]           # strongest first
state_fields: {orders.models.Order.status: {terminal: [paid, refunded]}}
database: {engine: postgresql, version: 16, deploy: migrate-first, transaction_per_migration: true}
sign_off: {codeowners: true, allow_author: false, bypass: {users: [], teams: []}}     # for all areas
tables: {orders: huge, users: hot}                # small | large | huge | hot
agents: {sign_offs: 2, max_files: 40, one_boundary: true, work_log: required}
suppressions: {require: [reason, until], longest_days: 180, never: [auth, tenancy]}
constraints:
  - id: C-07
    says: Orders are always filtered by the caller's organization.
    because: INC-2031
    kind: commission             # or omission
    area: tenancy
    paths: ["orders/**"]
    owner: "@acme/orders"
    severity: blocker
    require_guard: {on: entry-points, any_of: [tenant-scope, "OrganizationScoped*"]}
"""


def test_every_promised_key_is_read() -> None:
    read = policy(CONTRACT)
    assert len(read.constraints) == 1
    assert read.settings.database.version == 16.0
