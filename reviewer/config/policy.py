"""From the model of the file to the policy that the decisions use."""

from __future__ import annotations

from checks import constraints as registry
from checks.kit import Action, Database, Settings
from reviewer.config.model import ConfigModel
from reviewer.config.model.constraints import ConstraintBlock
from reviewer.config.model.root import AreaBlock, CheckBlock
from reviewer.config.model.semgrep import SemgrepBlock
from reviewer.config.model.sign_off import SignOffBlock
from reviewer.domain.decay.labels import IncidentLabels
from reviewer.domain.policy import (
    AgentPolicy,
    AreaPolicy,
    CheckPolicy,
    Policy,
    SignOffDefaults,
    SuppressionPolicy,
)
from reviewer.domain.sign_off_rule import AllOf, AnyOf, SignOff, SignOffRule


def policy_of(model: ConfigModel) -> Policy:
    """The policy that a file without mistakes asks for."""
    bypass = model.sign_off.bypass
    return Policy(
        exclude=model.exclude,
        inline_limit=model.inline_limit,
        areas={area: _area(block) for area, block in model.areas.items()},
        checks={check_id: _check(block) for check_id, block in model.checks.items()},
        settings=_settings(model),
        mode=model.mode,
        sign_off=SignOffDefaults(model.sign_off.codeowners, model.sign_off.allow_author, bypass.users, bypass.teams),
        agents=AgentPolicy(
            model.agents.sign_offs, model.agents.max_files, model.agents.one_boundary, model.agents.work_log
        ),
        suppressions=SuppressionPolicy(
            frozenset(model.suppressions.require), model.suppressions.longest_days, frozenset(model.suppressions.never)
        ),
        incidents=IncidentLabels(model.incidents.cause_labels, model.incidents.fix_labels),
        constraints=tuple(map(_constraint, model.constraints)),
    )


def _area(block: AreaBlock) -> AreaPolicy:
    rule = SignOffRule() if block.sign_off is None else _sign_off(block.sign_off)
    asks = block.sign_off is not None or block.when is not None
    return AreaPolicy(block.enabled, block.when, block.paths, rule, asks_for_sign_off=asks)


def _sign_off(block: SignOffBlock) -> SignOff:
    if block.any_of:
        return AnyOf(tuple(map(_sign_off, block.any_of)))
    if block.all_of:
        return AllOf(tuple(map(_sign_off, block.all_of)))
    return SignOffRule(block.count or 1, block.users, block.teams, block.permission or "write")


def _check(block: CheckBlock) -> CheckPolicy:
    action = block.action
    return CheckPolicy(action if action is None or action == "off" else Action(action), block.options, block.severity)


def _settings(model: ConfigModel) -> Settings:
    database = model.database
    return Settings(
        guards={family.value: names for family, names in model.guards.items()},
        roles=model.roles,
        state_fields={name: block.terminal for name, block in model.state_fields.items()},
        tables=dict(model.tables),
        tenant_columns=model.tenant_columns,
        protected_columns=model.protected_columns,
        database=Database(
            engine=database.engine,
            version=None if database.version is None else float(database.version),
            deploy=database.deploy,
            transaction_per_migration=database.transaction_per_migration,
            timeouts_set_elsewhere=database.timeouts_set_elsewhere,
            migration_paths=database.migration_paths,
        ),
    )


def _constraint(block: ConstraintBlock) -> registry.Constraint:
    return registry.Constraint(
        id=block.id,
        says=block.says,
        because=block.because or "",
        kind=block.kind,
        area=block.area,
        paths=block.paths,
        owner=block.owner or "",
        severity=block.severity,
        checker=checker_of(block),
        action=None if block.action is None else Action(block.action),
    )


def checker_of(block: ConstraintBlock) -> registry.Checker:
    """The one checker that a constraint names."""
    if block.require_guard:
        return registry.RequireGuard(block.require_guard.any_of)
    if block.semgrep:
        return _semgrep(block.semgrep)
    if block.forbid_import:
        return registry.ForbidImport(block.forbid_import)
    if block.layers:
        return registry.Layers(block.layers)
    if block.protect:
        return registry.Protect(block.protect)
    if block.must_not_return:
        return registry.MustNotReturn(block.must_not_return)
    return registry.HumanOnly()  # the model has exactly one checker


def _semgrep(block: SemgrepBlock) -> registry.SemgrepPattern:
    operators = block.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"languages"})
    return registry.SemgrepPattern(block.languages, operators)
