"""Two migrations have the same version.

One of them silently does not run.

Why it matters:
    Tools that count versions run one file per version, or stop at the second. Which one it is may differ
    between a server that has seen the first and one that has not.

Instead:
    Give the new file the next free version, the new revision an id of its own.

What it does not see:
    Revisions further back than the newest files of the folder. Django names migrations by their whole file
    name: two files of one number are told only where both follow the same migration.

Sources:
    Catalogue MIG-G06; Flyway documentation "Versioned Migrations".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.files import is_test
from checks.migrations._hit import Words
from checks.migrations._whole import hit_whole
from checks.schema.migration import Framework
from checks.schema.state.graph import Folder, folder_around, run_added
from checks.schema.state.steps import Run


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Added migrations whose version another file has."""
    del options
    run = None if is_test(change.path) else run_added(change)
    if run is None or run.migration.framework is Framework.DJANGO or run.migration.repeatable:
        return
    if not run.up and run.migration.framework is Framework.SQL and not run.migration.up.written:
        return
    twin = _twin(run, folder_around(run, change.within))
    if twin:
        version = run.migration.identity.name
        words = Words(
            f"version {version} twice",
            f"version {version} is taken by {twin.rpartition('/')[2]}",
            "Only one of the two runs, or the tool stops; which one may differ from server to server.",
            "Take the next free version.",
        )
        yield hit_whole(run, words, Action.BLOCK, confidence=0.9)


def _twin(run: Run, folder: Folder) -> str:
    """Another file of the same version, "" when there is none."""
    mine = run.migration
    if mine.framework is Framework.ALEMBIC:
        same = (
            item.path
            for item in (*folder.old, *folder.arrived, *folder.added)
            if item.identity == mine.identity and item.path != mine.path
        )
        return next(same, "")
    here = folder.layouts.get(mine.path)
    if here is None or not here.version[:1].isdigit():
        return ""
    same = (
        path
        for path, layout in folder.layouts.items()
        if layout.version == here.version and path != mine.path and layout.tool == here.tool
    )
    return next(same, "")


_BASE = {"migrations/0001_a.sql": "CREATE TABLE a (x int);\n", "migrations/0002_b.sql": "CREATE TABLE b (x int);\n"}
_UP_DOWN = {"db/1_a.up.sql": "CREATE TABLE a (x int);\n", "db/1_a.down.sql": "DROP TABLE a;\n"}

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G06",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "taken",
            head="CREATE TABLE c (x int);\n",
            finds=((1, "taken by 0002_b.sql"),),
            path="migrations/0002_c.sql",
            context=_BASE,
        ),
        Example(
            "taken on the base branch meanwhile",
            head="CREATE TABLE c (x int);\n",
            finds=((1, "taken by 0003_d.sql"),),
            path="migrations/0003_c.sql",
            context=_BASE,
            tip={"migrations/0003_d.sql": "CREATE TABLE d (x int);\n"},
        ),
        Example(
            "another version on the base branch meanwhile",
            head="CREATE TABLE c (x int);\n",
            path="migrations/0004_c.sql",
            context=_BASE,
            tip={"migrations/0003_d.sql": "CREATE TABLE d (x int);\n"},
        ),
        Example("the next one", head="CREATE TABLE c (x int);\n", path="migrations/0003_c.sql", context=_BASE),
        Example("up and down of one version", head=_UP_DOWN),
        Example(
            "files without a version",
            head={"migrations/add_a.sql": "SELECT 1;\n", "migrations/add_b.sql": "SELECT 2;\n"},
        ),
        Example(
            "another folder",
            head="CREATE TABLE c (x int);\n",
            path="other/migrations/0002_c.sql",
            context=_BASE,
        ),
    ),
)
