"""The configuration file as a whole."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictFloat, StrictInt, field_validator

from checks.kit import Area, Severity
from checks.ledger import Family
from reviewer.config.model.block import Block, FieldName, Flag, Globs, Name, Names, Words
from reviewer.config.model.constraints import ConstraintBlock
from reviewer.config.model.sign_off import SignOffBlock, SignOffDefaultsBlock


class AreaBlock(Block):
    """How one area is treated."""

    enabled: Flag = True
    """false switches the area off: its checks do not run."""
    when: Literal["touched", "changed", "lost"] | None = None
    """What asks for a sign-off: guarded code was touched, a guard changed, or a guard was lost."""
    paths: Globs = ()
    """Files that always belong to the area, whatever their content."""
    sign_off: SignOffBlock | None = None
    """Who may sign, and how many have to; anyone with write access if not said."""


class CheckBlock(Block):
    """How one check or Semgrep rule is treated."""

    action: Literal["block", "sign-off", "warn", "note", "off"] | None = None
    """What a finding asks for; off silences the check."""
    severity: Severity | None = None
    """How bad a finding is here; what the check says itself if not said."""
    options: dict[str, object] = Field(default_factory=dict)
    """The check's own options, as `holdfast checks show ID` lists them."""


class StateFieldBlock(Block):
    """What is known of a state field."""

    terminal: Names = ()
    """States that nothing may leave."""


class DatabaseBlock(Block):
    """The database that migrations run on."""

    engine: Literal["postgresql", "mysql", "sqlite"] | None = None
    """Which database; guessed from the repository if not said."""
    version: Annotated[StrictFloat, Field(gt=0, lt=1000)] | None = None
    """Its major version."""
    deploy: Literal["migrate-first", "code-first"] = "migrate-first"
    """Whether migrations run before or after the new code is started."""
    transaction_per_migration: Flag | None = None
    """Whether each migration runs in a transaction; what the migration tool does by default if not said."""
    timeouts_set_elsewhere: Flag | None = None
    """true if the role or the connection sets lock and statement time-outs, false if nobody does."""
    migration_paths: Globs = ()
    """SQL files that are migrations, whatever their names; as in .gitignore."""


class AgentsBlock(Block):
    """What is asked of changes that carry an agent's traces."""

    sign_offs: Annotated[StrictInt, Field(ge=1, le=10)] = 1
    """Sign-offs per boundary."""
    max_files: Annotated[StrictInt, Field(ge=1)] | None = None
    """Changed files at most."""
    one_boundary: Flag = False
    """Whether a change may touch one boundary only."""
    work_log: Literal["required", "optional"] = "optional"
    """Whether the pull request has to carry a work log."""


class SuppressionsBlock(Block):
    """What a suppression in the code has to say, and where none is accepted."""

    require: tuple[Literal["reason", "until"], ...] = ("reason", "until")
    """What each has to name."""
    longest_days: Annotated[StrictInt, Field(ge=1, le=3650)] = 180
    """How far ahead its date may lie."""
    never: tuple[Area, ...] = ()
    """Areas where findings cannot be suppressed."""


class IncidentsBlock(Block):
    """Labels of merged pull requests that tell of incidents."""

    cause_labels: Annotated[tuple[Words, ...], Field(max_length=20)] = ()
    """On the pull request that broke something."""
    fix_labels: Annotated[tuple[Words, ...], Field(max_length=20)] = ()
    """On the pull request that mends what an earlier one broke: it is linked by the symbols and files that it edits."""


class ConfigModel(Block):
    """Configuration of Holdfast for one repository: .github/holdfast.yml on the base branch."""

    version: Annotated[StrictInt, Field(json_schema_extra={"const": 1})] = 1
    """Version of this format: 1."""
    mode: Literal["gate", "observe"] = "gate"
    """observe: checks are neutral and hold nothing back."""
    exclude: Globs = ()
    """Files that are not looked at."""
    inline_limit: Annotated[StrictInt, Field(ge=0, le=50)] = 10
    """Inline comments at most; the rest stands in the check's table."""
    areas: dict[Area, AreaBlock] = Field(default_factory=dict[Area, AreaBlock])
    """Areas by their identifier."""
    checks: dict[str, CheckBlock] = Field(default_factory=dict)
    """Checks and Semgrep rules by their id."""
    guards: dict[Family, Annotated[tuple[Name, ...], Field(min_length=1)]] = Field(default_factory=dict[Family, Names])
    """Names of guards of this house by guard family; `*` allowed."""
    roles: Names = ()
    """Roles of this application, strongest first."""
    state_fields: dict[FieldName, StateFieldBlock] = Field(default_factory=dict)
    """State fields as module.Model.field."""
    database: DatabaseBlock = DatabaseBlock()
    """The database that migrations run on."""
    sign_off: SignOffDefaultsBlock = SignOffDefaultsBlock()
    """What holds for the sign-offs of all areas."""
    tables: dict[Name, Literal["small", "large", "huge", "hot"]] = Field(default_factory=dict)
    """How large a table is, or hot: much written at all times."""
    tenant_columns: Names = ()
    """Columns that say whose row it is, where they are not called as usual."""
    protected_columns: Names = ()
    """Columns, as table.column or column, that must not go or loosen without a sign-off."""
    agents: AgentsBlock = AgentsBlock()
    """What is asked of changes that carry an agent's traces."""
    suppressions: SuppressionsBlock = SuppressionsBlock()
    """What a suppression in the code has to say."""
    incidents: IncidentsBlock = IncidentsBlock()
    """Labels of merged pull requests that tell of incidents."""
    constraints: Annotated[tuple[ConstraintBlock, ...], Field(max_length=200)] = ()
    """The repository's own rules."""

    @field_validator("version")
    @classmethod
    def _known(cls, version: int) -> int:
        if version != 1:
            raise ValueError(f"this Holdfast reads version 1, not {version}")
        return version

    @field_validator("roles")
    @classmethod
    def _each_once(cls, roles: Names) -> Names:
        twice = sorted({role for role in roles if roles.count(role) > 1})
        if twice:
            raise ValueError(f"{twice[0]!r} stands here twice")
        return roles
