"""What the repository wants of a review, as values: read from its configuration, or the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from checks.kit import Action, Area, Settings

When = Literal["touched", "changed", "lost"]


@dataclass(frozen=True, slots=True)
class SignOffRule:
    """Who may sign an area, and how many of them must."""

    count: int = 1
    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    permission: str = "write"


@dataclass(frozen=True, slots=True)
class AreaPolicy:
    """How one area is treated.

    Attributes:
        when: what of a boundary asks for a sign-off; None leaves it to the product's default.
        paths: globs of files that belong to the area whatever their content.
    """

    enabled: bool = True
    when: When | None = None
    paths: tuple[str, ...] = ()
    sign_off: SignOffRule = field(default_factory=SignOffRule)
    asks_for_sign_off: bool = False
    """Whether the configuration names a sign-off policy, which raises a warning area to a gate."""


@dataclass(frozen=True, slots=True)
class CheckPolicy:
    """How one check or rule is treated; "off" silences it, None keeps its own action."""

    action: Action | Literal["off"] | None = None
    options: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole configuration as the decisions need it.

    Attributes:
        exclude: globs of files that are not looked at and do not make the review incomplete.
        inline_limit: inline comments at most.
        agent_signoffs: sign-offs per boundary when the change carries an agent's traces.
    """

    exclude: tuple[str, ...] = ()
    inline_limit: int = 10
    areas: Mapping[Area, AreaPolicy] = field(default_factory=dict[Area, AreaPolicy])
    checks: Mapping[str, CheckPolicy] = field(default_factory=dict[str, CheckPolicy])
    settings: Settings = field(default_factory=Settings)
    mode: Literal["gate", "observe"] = "gate"
    agent_signoffs: int = 1

    def area(self, area: Area) -> AreaPolicy:
        """The policy of an area, the default where the configuration says nothing."""
        return self.areas.get(area, _DEFAULT_AREA)

    def check(self, check_id: str) -> CheckPolicy:
        """The policy of a check, the default where the configuration says nothing."""
        return self.checks.get(check_id, _DEFAULT_CHECK)


_DEFAULT_AREA = AreaPolicy()
_DEFAULT_CHECK = CheckPolicy()
