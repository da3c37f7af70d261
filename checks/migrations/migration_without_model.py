"""A migration adds a field that its model does not have.

The next `makemigrations` will take it out again.

Why it matters:
    Migrations and models no longer say the same. The next developer who runs `makemigrations` gets a
    migration that drops the column, and with it what was written there meanwhile.

Instead:
    Add the field to the model in the same pull request, or keep it out of Django's state.

What it does not see:
    Models with base classes of their own, and apps that keep their models in several files.

Sources:
    Catalogue MIG-M02; Django documentation "Migrations".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import django
from checks.migrations._hit import Words, hit
from checks.schema.migration import Framework
from checks.schema.operations import AddColumn, DropColumn, Effect
from checks.schema.python.models import Model, models_of
from checks.schema.state.ancestors import folder_of

_PLAIN = ("models.Model", "django.db.models.Model")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Added fields that the model at head lacks."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, AddColumn) and operation.effect is Effect.BOTH and _is_last(case, operation):
            model = _model(case, operation)
            name = operation.column.name
            if (
                model is not None
                and not {name, name.removesuffix("_id")} & {*model.fields}
                and not _has_column(model, name)
            ):
                words = Words(
                    f"{operation.table}.{name} not in its model",
                    f"{operation.table}.{name} is added, and {model.name} has no such field",
                    "The next makemigrations writes a migration that drops it again.",
                    "Add the field to the model.",
                )
                yield hit(case, words, Action.WARN, confidence=0.75)


def _is_last(case: Case, operation: AddColumn) -> bool:
    """Not taken away again in the same pull request."""
    names = {operation.column.name.lower(), operation.column.name.lower().removesuffix("_id")}
    return not any(
        isinstance(step.operation, DropColumn) and step.operation.name.lower() in names
        for step in case.beside_on(operation.table)
    )


def _model(case: Case, operation: AddColumn) -> Model | None:
    """The model at head, where the app has one models.py and the class no base but Django's own."""
    if case.run.migration.framework is not Framework.DJANGO or not operation.table.model:
        return None
    app = folder_of(folder_of(case.change.path))
    source = case.change.within.read_head(f"{app}/models.py")
    wanted = operation.table.model.rpartition(".")[2]
    found = {name.lower(): model for name, model in models_of(source).items()}.get(wanted)
    return found if found is not None and found.bases in {(base,) for base in _PLAIN} else None


def _has_column(model: Model, name: str) -> bool:
    return any(item.column is not None and item.column.name == name for item in model.fields.values())


_MODELS = """
    from django.db import models


    class Order({base}):
        status = models.CharField(max_length=20)
        {more}
"""
_ADD = django("", 'migrations.AddField("order", "paid", models.BooleanField(null=True)),')


def _example(name: str, models: str, *, finds: tuple[tuple[int, str], ...] = ()) -> Example:
    return Example(
        name, head=_ADD.head, finds=finds, path=_ADD.path, context={**(_ADD.context or {}), "shop/models.py": models}
    )


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-M02",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        _example(
            "the model lacks it", _MODELS.format(base="models.Model", more=""), finds=((8, "Order has no such field"),)
        ),
        _example("the model has it", _MODELS.format(base="models.Model", more="paid = models.BooleanField(null=True)")),
        _example("a base class may have it", _MODELS.format(base="Payable, models.Model", more="")),
        django("no models in sight", 'migrations.AddField("order", "paid", models.BooleanField(null=True)),'),
    ),
)
