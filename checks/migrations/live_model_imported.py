"""A data migration uses a live model.

The model of today's code meets the schema of the migration's day.

Why it matters:
    The migration works now. Once the model gets a column that does not exist at this point of the history,
    every fresh database, every test run and every server that lags behind fails here: the model names a
    column that is not there yet.

Instead:
    Django: `apps.get_model("app", "Model")`. Alembic: `sa.table("name", sa.column("…"))`, or a table that is
    declared in the migration itself.

What it does not see:
    Live models that a helper in another file uses.

Sources:
    Catalogue MIG-E01, MIG-E10; Django documentation "Historical models"; django-migration-linter
    RUNPYTHON_MODEL_IMPORT; Alembic cookbook.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._code import DataCode, data_code, hit_at
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words
from checks.schema.migration import Framework
from checks.schema.python.data_code import Reached
from checks.schema.python.descent import descend

_MODELS = re.compile(r"(?:^|\.)models?(?:_\w+)?\.|\.orm\.|(?:^|\.)(?:entities|db_models|database\.tables)\.")
_NOT_MODELS = ("django.db.", "sqlalchemy", "alembic", "sqlmodel", "django.contrib.postgres", "django.contrib.gis")
_CLASS = re.compile(r"^[A-Z]\w*[a-z]\w*$")
_QUERIES = frozenset({"query", "select", "insert", "update", "delete", "get", "merge", "add", "scalars"})
_ON_MODEL = frozenset({"objects", "query", "__table__", "_default_manager"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Live models that a migration's function queries, each once."""
    del options
    for found in data_code(change):
        told: set[str] = set()
        for use in found.reached:
            model = _model(use)
            if model and model not in told and _is_used_as_model(found, use, model):
                told.add(model)
                yield _told(found, use, model)


def _model(use: Reached) -> str:
    """The class of a models module that a name reaches; "" for anything else."""
    if use.origin == "django.contrib.auth.get_user_model":
        return "get_user_model()"
    if use.origin.startswith(_NOT_MODELS) or not _MODELS.search(use.origin):
        return ""
    after = _MODELS.split(use.origin)[-1].split(".")
    return next((part for part in after if _CLASS.match(part)), "")


def _is_used_as_model(found: DataCode, use: Reached, model: str) -> bool:
    """Whether rows are read or written by it: not an enum, a constant or a helper of that module."""
    if model == "get_user_model()" or (f".{model}." in f"{use.origin}." and {*use.origin.split(".")} & _ON_MODEL):
        return True
    return any(_queries(call, use.node) for part in found.parts for call in part.calls)


def _queries(node: ast.Call, name: ast.expr) -> bool:
    """A call such as select(Model), session.query(Model.id), session.add(Model(…))."""
    called = (
        node.func.attr
        if isinstance(node.func, ast.Attribute)
        else node.func.id
        if isinstance(node.func, ast.Name)
        else ""
    )
    return called in _QUERIES and any(inner is name for argument in node.args for inner in descend(argument))


def _told(found: DataCode, use: Reached, model: str) -> Hit:
    django_file = found.case.run.migration.framework is Framework.DJANGO
    instead = (
        'Use `apps.get_model("app", "Model")`.'
        if django_file
        else "Use `sa.table(…)` with the columns that are needed."
    )
    words = Words(
        f"live model {model}",
        f"the migration uses the live model {model}",
        "Once the model gets another column, every fresh database and every test run fails here.",
        instead,
    )
    return hit_at(found, use.node, words, Action.BLOCK, codes=("MIG-E01",) if django_file else ("MIG-E10",))


_RUN = "migrations.RunPython(fill, migrations.RunPython.noop),"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-E01", "MIG-E10"),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        django(
            "imported within the function",
            _RUN,
            ((7, "live model Order"),),
            before="""
            def fill(apps, schema_editor):
                from shop.models import Order

                Order.objects.filter(note=None).update(note="")
            """,
        ),
        alembic(
            "a session over live models",
            """
            session = orm.Session(op.get_bind())
            session.query(Order).update({"note": ""})
            """,
            ((12, "live model Order"),),
            before="from shop.models import Order\nfrom sqlalchemy import orm",
        ),
        django(
            "the historical model",
            _RUN,
            before="""
            def fill(apps, schema_editor):
                Order = apps.get_model("shop", "Order")
                Order.objects.filter(note=None).update(note="")
            """,
        ),
        django(
            "a field class of the project",
            'migrations.AddField("order", "x", Fancy(null=True)),',
            before="from shop.models import Fancy",
        ),
        alembic(
            "an enum that lives beside the models",
            'op.add_column("orders", sa.Column("state", sa.String(9), server_default=State.NEW.value))',
            before="from shop.models import State",
        ),
        alembic(
            "a table that is declared here",
            """
            orders = sa.table("orders", sa.column("note"))
            op.execute(orders.update().where(orders.c.note == None).values(note=""))
            """,
        ),
    ),
)
