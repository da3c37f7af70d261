"""A data migration calls a method that a historical model does not have.

Historical models carry fields and Django's own methods, nothing else.

Why it matters:
    `apps.get_model` gives a model without the project's methods, properties and managers: the call fails, or
    a rule that the manager kept (a tenant's filter, a soft delete) is silently skipped.

Instead:
    Write the logic into the migration. A manager that must be there needs `use_in_migrations = True`.

What it does not see:
    Managers that are marked for use in migrations.

Sources:
    Catalogue MIG-E09; Django documentation "Historical models".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._code import DataCode, data_code, hit_at
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words

_QUERYSET = frozenset(
    """aggregate alias all annotate bulk_create bulk_update complex_filter contains count create dates datetimes defer
    delete difference distinct earliest exclude exists explain extra filter first get get_or_create in_bulk
    intersection iterator last latest none only order_by prefetch_related raw reverse select_for_update
    select_related union update update_or_create using values values_list db_manager get_queryset from_queryset
    aget acreate aupdate_or_create aget_or_create abulk_create abulk_update acount aexists afirst alast aiterator
    as_manager deconstruct check contribute_to_class set add remove clear through db model target_field
    bulk_update_or_create ordered resolve_expression""".split()
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Calls on the manager of a historical model that Django does not know."""
    del options
    for found in data_code(change):
        for part in found.parts:
            models = {name: model for name, (_, model, _) in part.models.items()}
            for call in part.calls if models else ():
                if isinstance(call.func, ast.Attribute):
                    yield from _call(found, call, call.func, models)


def _call(found: DataCode, call: ast.Call, func: ast.Attribute, models: dict[str, str]) -> Iterator[Hit]:
    owner = func.value
    on_manager = isinstance(owner, ast.Attribute) and owner.attr == "objects" and isinstance(owner.value, ast.Name)
    if not on_manager or not isinstance(owner, ast.Attribute) or not isinstance(owner.value, ast.Name):
        return
    model = models.get(owner.value.id)
    if model is not None and func.attr not in _QUERYSET:
        words = Words(
            f"{model}.objects.{func.attr} on a historical model",
            f"{model}.objects.{func.attr}() is no method that a historical model has",
            "The call fails, or the rule that the project's manager keeps is skipped.",
            "Write the logic into the migration, or mark the manager with use_in_migrations.",
        )
        yield hit_at(found, call, words, Action.WARN, confidence=0.75)


_RUN = "migrations.RunPython(fill, migrations.RunPython.noop),"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-E09",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        django(
            "a method of the project's manager",
            _RUN,
            ((6, "objects.open_orders"),),
            before="""
            def fill(apps, schema_editor):
                Order = apps.get_model("shop", "Order")
                Order.objects.open_orders().update(note="")
            """,
        ),
        django(
            "Django's own",
            _RUN,
            before="""
            def fill(apps, schema_editor):
                Order = apps.get_model("shop", "Order")
                for order in Order.objects.select_related("customer").iterator():
                    order.refresh_from_db()
            """,
        ),
        django(
            "another object",
            _RUN,
            before="""
            def fill(apps, schema_editor):
                registry = {}
                registry.objects.open_orders()
            """,
        ),
        alembic("Alembic has no models", 'op.execute("SELECT 1")'),
    ),
)
