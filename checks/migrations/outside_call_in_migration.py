"""A migration calls another service, a queue or a mail server.

What leaves the database is not rolled back, and is repeated when the migration is.

Why it matters:
    The migration's transaction and its locks wait for the network. When it fails and runs again, mails are
    sent twice, jobs are queued twice, and a job may start before the rows it needs are committed.

Instead:
    Mark the rows that need work, and let a job do it after the deploy.

What it does not see:
    Calls within helpers of other files.

Sources:
    Catalogue MIG-E06.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._code import data_code, hit_at
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words

_OUTSIDE = re.compile(
    r"^(?:requests\.(?:get|post|put|patch|delete|head|request|Session)|httpx\.\w+|urllib\.request\.\w+|urllib3\.\w+|boto3\.\w+"
    r"|smtplib\.\w+|django\.core\.mail\.\w+|subprocess\.\w+|stripe\.\w+|redis\.(?:Redis|from_url)|aiohttp\.\w+|socket\.\w+)"
)
_QUEUES = frozenset({"delay", "apply_async", "send_task", "enqueue"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Calls that leave the database."""
    del options
    for found in data_code(change):
        uses = [(use.origin, use.node) for use in found.reached if _OUTSIDE.match(use.origin)]
        for part in found.parts:
            uses += [(ast.unparse(call.func), call) for call in part.calls if _queues(call)]
        for name, node in sorted(uses, key=lambda use: (use[1].lineno, use[0])):
            words = Words(
                f"{found.operation.function} calls {name}",
                f"the migration calls {name}",
                "It is not rolled back, and is repeated when the migration is; the locks wait for it.",
                "Mark the rows, and let a job do it after the deploy.",
            )
            yield hit_at(found, node, words, Action.BLOCK, confidence=0.8)


def _queues(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in _QUEUES


_RUN = "migrations.RunPython(tell, migrations.RunPython.noop),"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-E06",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        django(
            "over the network",
            _RUN,
            ((8, "requests.post"),),
            before="""
            import requests


            def tell(apps, schema_editor):
                requests.post("https://example.org", timeout=5)
            """,
        ),
        alembic(
            "into a queue",
            """
            send_invoice.delay(1)
            """,
            ((10, "send_invoice.delay"),),
            before="from shop.tasks import send_invoice",
        ),
        django(
            "a name like one",
            _RUN,
            before="""
            def tell(apps, schema_editor):
                requests = apps.get_model("shop", "Request")
                requests.objects.filter(delay=1).update(delay=2)
            """,
        ),
        django(
            "imported and not used",
            'migrations.AddField("order", "n", models.IntegerField(null=True)),',
            before="import requests",
        ),
        alembic("the words in SQL", "op.execute(\"UPDATE orders SET note = 'requests.post' WHERE id = 1\")"),
    ),
)
