"""What a pull request says about who may sign it, read in one look."""

from __future__ import annotations

from msgspec import Struct

from reviewer.domain.material import ConfigFile
from reviewer.domain.signoff.bars import Makers
from reviewer.domain.signoff.codeowners import CodeOwners


class Surroundings(Struct, frozen=True):
    """The pull request as it is now.

    Attributes:
        owner: login of the repository's owner.
        config: the configuration at the tip of the base branch; `default_config` the organisation's.
        owners: CODEOWNERS there.
    """

    head_sha: str
    is_open: bool
    draft: bool
    owner: str
    makers: Makers
    owners: CodeOwners
    config: ConfigFile | None
    default_config: ConfigFile | None = None
