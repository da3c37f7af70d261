"""What the repository wants of a review, as values: read from its configuration, or the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from checks.constraints import Constraint
from checks.kit import Action, Area, Settings, Severity
from reviewer.domain.decay.labels import IncidentLabels
from reviewer.domain.sign_off_rule import SignOff, SignOffRule

When = Literal["touched", "changed", "lost"]


class AreaPolicy(Struct, frozen=True):
    """How one area is treated.

    Attributes:
        when: what of a boundary asks for a sign-off; None leaves it to the product's default.
        paths: globs of files that belong to the area whatever their content.
    """

    enabled: bool = True
    when: When | None = None
    paths: tuple[str, ...] = ()
    sign_off: SignOff = field(default_factory=SignOffRule)
    asks_for_sign_off: bool = False
    """Whether the configuration names a sign-off policy, which raises a warning area to a gate."""


class CheckPolicy(Struct, frozen=True):
    """How one check or rule is treated; "off" silences it, None keeps its own action or severity."""

    action: Action | Literal["off"] | None = None
    options: Mapping[str, object] = field(default_factory=dict[str, object])
    severity: Severity | None = None


class SignOffDefaults(Struct, frozen=True):
    """What holds for the sign-offs of all areas.

    Attributes:
        codeowners: whether the owners of the touched paths may sign.
        allow_author: whether the author may, which the check then says.
        bypass_users: accounts that may let a change pass unsigned; bypass_teams likewise.
    """

    codeowners: bool = False
    allow_author: bool = False
    bypass_users: tuple[str, ...] = ()
    bypass_teams: tuple[str, ...] = ()


class AgentPolicy(Struct, frozen=True):
    """What is asked of a change that carries an agent's traces.

    Attributes:
        sign_offs: per boundary.
        max_files: changed files at most; None for no limit.
        one_boundary: whether more than one boundary is too much.
        work_log: whether the pull request has to carry one.
    """

    sign_offs: int = 1
    max_files: int | None = None
    one_boundary: bool = False
    work_log: Literal["required", "optional"] = "optional"


class SuppressionPolicy(Struct, frozen=True):
    """What a suppression in the code has to name, how many days it may last, and where none counts."""

    require: frozenset[Literal["reason", "until"]] = frozenset({"reason", "until"})
    longest_days: int = 180
    never: frozenset[Area] = frozenset()


class Policy(Struct, frozen=True):
    """The whole configuration as the decisions need it.

    Attributes:
        exclude: globs of files that are not looked at and do not make the review incomplete.
        inline_limit: inline comments at most.
    """

    exclude: tuple[str, ...] = ()
    inline_limit: int = 10
    areas: Mapping[Area, AreaPolicy] = field(default_factory=dict[Area, AreaPolicy])
    checks: Mapping[str, CheckPolicy] = field(default_factory=dict[str, CheckPolicy])
    settings: Settings = field(default_factory=Settings)
    mode: Literal["gate", "observe"] = "gate"
    sign_off: SignOffDefaults = field(default_factory=SignOffDefaults)
    agents: AgentPolicy = field(default_factory=AgentPolicy)
    suppressions: SuppressionPolicy = field(default_factory=SuppressionPolicy)
    incidents: IncidentLabels = field(default_factory=IncidentLabels)
    constraints: tuple[Constraint, ...] = ()

    def area(self, area: Area) -> AreaPolicy:
        """The policy of an area, the default where the configuration says nothing."""
        return self.areas.get(area, _DEFAULT_AREA)

    def check(self, check_id: str) -> CheckPolicy:
        """The policy of a check, the default where the configuration says nothing."""
        return self.checks.get(check_id, _DEFAULT_CHECK)


_DEFAULT_AREA = AreaPolicy()
_DEFAULT_CHECK = CheckPolicy()
