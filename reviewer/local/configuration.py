"""The repository's configuration file, as a commit holds it."""

from __future__ import annotations

from checks.kit.files import MAX_BYTES
from reviewer.config import PATHS
from reviewer.domain.errors import ConfigProblem
from reviewer.domain.material import REGULAR_MODES, ConfigFile
from reviewer.local.listing import CommitListing
from reviewer.local.objects import Objects


def read_config_file(objects: Objects, listing: CommitListing) -> ConfigFile | None:
    """The configuration of the base; None when it has none.

    Raises:
        ConfigProblem: what stands there is not one readable file.
    """
    found = {path: entry for path in PATHS if (entry := listing.find(path)) is not None}
    if not found:
        return None
    path, entry = next(iter(found.items()))
    if entry.mode not in REGULAR_MODES:
        raise ConfigProblem(path, 0, 0, "it is not a regular file", hint="write the configuration itself there")
    (info,) = objects.look_up((entry.oid,))
    if info is not None and info.size > MAX_BYTES:
        raise ConfigProblem(path, 0, 0, f"it has {info.size} bytes", hint="it was read up to 64 kB")
    return ConfigFile(path, objects.read_one(entry.oid), also_at=tuple(found)[1:])
