"""A data migration gives another result wherever it runs.

It asks the environment, the settings or chance.

Why it matters:
    Staging and production end with different rows, and a second try with others than the first. What was
    tested is not what runs.

Instead:
    Write the values down in the migration, or take them from the rows.

What it does not see:
    Values that differ from row to row on purpose, such as a random token for each row: a time or an id per
    row is silent.

Sources:
    Catalogue MIG-E05.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._code import data_code, hit_at
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words

_UNSTABLE = re.compile(
    r"^(?:os\.(?:environ|getenv)|django\.conf\.settings\.[A-Z]|random\.\w+|socket\.gethostname|platform\.\w+|decouple\.config)"
)
_FIXED = re.compile(
    r"^django\.conf\.settings\.(?:AUTH_USER_MODEL|DATABASES|LANGUAGE_CODE|TIME_ZONE|USE_TZ|INSTALLED_APPS)"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """What a migration's function asks of the machine it runs on, each once."""
    del options
    for found in data_code(change):
        told: set[str] = set()
        for use in found.reached:
            if not _UNSTABLE.match(use.origin) or _FIXED.match(use.origin) or use.origin in told:
                continue
            told.add(use.origin)
            words = Words(
                f"{found.operation.function} asks {use.origin}",
                f"the migration's result depends on {use.origin}",
                "Staging and production end with different rows, and a second try with others than the first.",
                "Write the value down, or take it from the rows.",
            )
            yield hit_at(found, use.node, words, Action.WARN, confidence=0.75)


_RUN = "migrations.RunPython(fill, migrations.RunPython.noop),"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-E05",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        django(
            "the environment",
            _RUN,
            ((8, "os.environ"),),
            before="""
            import os


            def fill(apps, schema_editor):
                name = os.environ["SHOP"]
                apps.get_model("shop", "Order").objects.filter(note=None).update(note=name)
            """,
        ),
        django(
            "a time for each row",
            _RUN,
            before="""
            from django.utils import timezone


            def fill(apps, schema_editor):
                apps.get_model("shop", "Order").objects.filter(note=None).update(created_at=timezone.now())
            """,
        ),
        django(
            "imported and not used",
            'migrations.AddField("order", "n", models.IntegerField(null=True)),',
            before="import random",
        ),
        alembic("a name of its own", 'environ = "x"\nop.execute("SELECT 1")'),
    ),
)
