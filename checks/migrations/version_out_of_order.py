"""A new migration has a version before the newest one.

Servers that have run the newest one may never run it.

Why it matters:
    Many tools look only behind the version they are at: the file is skipped, without a word, on every server
    that is up to date, and runs on new ones. Others stop because the order is wrong.

Instead:
    Give it a version behind the newest.

What it does not see:
    Tools that run every file they have not seen, in whatever order.

Sources:
    Catalogue MIG-G05; Flyway documentation "outOfOrder"; Atlas "non-linear changes".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity
from checks.kit.files import is_test
from checks.migrations._hit import Words
from checks.migrations._whole import hit_whole
from checks.schema.migration import Framework
from checks.schema.state.ancestors import folder_of
from checks.schema.state.graph import Folder, folder_around, run_added

_TIME_STAMP = 8  # digits from which on a version is a day rather than a count
_ANY_ORDER = frozenset({"dbmate", "Prisma", "Supabase", "sql-migrate", "node-pg-migrate"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Added SQL migrations whose version is not the newest."""
    del options
    run = None if is_test(change.path) else run_added(change)
    if run is None or run.migration.framework is not Framework.SQL or run.migration.repeatable:
        return
    folder = folder_around(run, change.within)
    here = folder.layouts.get(change.path)
    if here is None:
        return
    mine = _numbers(here.version)
    key = ("versions", folder_of(change.path), here.tool)
    others = change.within.remember(key, lambda: _old_versions(folder, here.tool, change.within))
    newest = max(others.items(), default=((), ""))
    if mine and newest[0] and mine < newest[0] and mine not in others:
        words = Words(
            f"version {run.migration.identity.name} before the newest",
            f"version {run.migration.identity.name} is older than {newest[1].rpartition('/')[2]}",
            "Servers that are up to date may skip it, while new ones run it.",
            "Give it a version behind the newest.",
        )
        dated = len(str(mine[0])) >= _TIME_STAMP or run.migration.tool in _ANY_ORDER
        yield hit_whole(run, words, Action.WARN if dated else Action.SIGN_OFF, confidence=0.8)


def _old_versions(folder: Folder, tool: str, changes: ChangeSet) -> dict[tuple[int, ...], str]:
    """Version -> path of the files that were there before."""
    changed = {item.path for item in changes}
    old = ((path, layout) for path, layout in folder.layouts.items() if path not in changed and layout.tool == tool)
    found = {_numbers(layout.version): path for path, layout in old}
    return {version: path for version, path in found.items() if version}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


_BASE = {"migrations/0001_a.sql": "SELECT 1;\n", "migrations/0005_b.sql": "SELECT 1;\n"}
_FLYWAY = {"db/migration/V1.9__a.sql": "SELECT 1;\n"}

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G05",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a number in between",
            head="SELECT 2;\n",
            finds=((1, "older than 0005_b.sql"),),
            path="migrations/0003_c.sql",
            context=_BASE,
        ),
        Example("behind the newest", head="SELECT 2;\n", path="migrations/0006_c.sql", context=_BASE),
        Example("numbers count as numbers", head="SELECT 2;\n", path="db/migration/V1.10__b.sql", context=_FLYWAY),
        Example("the first of a folder", head="SELECT 2;\n", path="other/migrations/0001_c.sql", context=_BASE),
        Example(
            "two in a row",
            head={"migrations/0006_c.sql": "SELECT 2;\n", "migrations/0007_d.sql": "SELECT 3;\n"},
            context=_BASE,
        ),
    ),
)
