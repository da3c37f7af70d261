"""Who may sign: the blocks `sign_off` of an area and of the whole file."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from reviewer.config.model.block import Block, Count, Flag, Names

Permission = Literal["read", "triage", "write", "maintain", "admin"]


class SignOffBlock(Block):
    """Who may sign off an area: anyone in one of the teams or named, who also has the permission."""

    teams: Names = ()
    """Teams of the organisation, by their slug."""
    users: Names = ()
    """Accounts, by their login."""
    permission: Permission | None = None
    """What a signer may at least do in the repository; write if not said."""
    count: Count | None = None
    """How many different people have to sign; 1 if not said."""
    any_of: tuple[SignOffBlock, ...] = Field(default=(), min_length=1)
    """Blocks of which one has to be fulfilled; stands alone."""
    all_of: tuple[SignOffBlock, ...] = Field(default=(), min_length=1)
    """Blocks which all have to be fulfilled; stands alone."""

    @model_validator(mode="after")
    def _stands_alone(self) -> Self:
        groups = self.model_fields_set & {"any_of", "all_of"}
        if groups and len(self.model_fields_set) > 1:
            others = ", ".join(sorted(self.model_fields_set - {min(groups)}))
            raise ValueError(f"{min(groups)} stands alone: move {others} into its blocks")
        return self


class BypassBlock(Block):
    """Who may let a change pass without the sign-offs; each use is recorded."""

    users: Names = ()
    """Accounts, by their login."""
    teams: Names = ()
    """Teams of the organisation, by their slug."""


class SignOffDefaultsBlock(Block):
    """What holds for the sign-offs of all areas."""

    codeowners: Flag = False
    """Whether the owners that CODEOWNERS names for the touched paths may sign."""
    allow_author: Flag = False
    """Whether the author of a change may sign it: for a lone maintainer; the check says so each time."""
    bypass: BypassBlock = BypassBlock()
    """Who may let a change pass without the sign-offs."""
