"""Code at head still names a column that the migration drops or renames.

A query, a serializer or an admin class asks for a column that will not be there.

Why it matters:
    The first request that reaches the line fails, after the deploy, in production: no test that skips the
    line notices.

Instead:
    Remove or rename every use in the same pull request, and look for raw SQL that names the column.

What it does not see:
    Files other than the ones that this pull request changes and the usual ones of the app (models, views,
    serializers, admin, forms, filters, api); names that are put together at run time.

Sources:
    Catalogue MIG-B12; strong_migrations ignored_columns.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Evidence, Example, Hit, Kind, Options, Severity, Side, Source, Span
from checks.kit.files import is_test
from checks.migrations._case import Case, cases
from checks.migrations._examples import django
from checks.migrations._hit import Words, hit
from checks.migrations._uses import kept_uses
from checks.schema.migration import Framework
from checks.schema.names import TableName
from checks.schema.operations import DropColumn, RenameColumn
from checks.schema.state.ancestors import folder_of
from checks.schema.state.steps import migration_at_head

_USUAL = ("serializers", "views", "admin", "forms", "filters", "api")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Uses of columns that go, in the code at head."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, DropColumn | RenameColumn) or case.run.migration.framework is not Framework.DJANGO:
            continue
        uses = (
            list(_uses(case, operation.table, operation.name)) if case.existing_table and operation.table.model else []
        )
        if uses:
            name = f"{operation.table}.{operation.name}"
            words = Words(
                f"{name} still used",
                f"{name} goes, and {uses[0].span.path}:{uses[0].span.start_line} still names it",
                "The first request that reaches the line fails after the deploy.",
                "Remove every use first.",
            )
            yield replace(hit(case, words, Action.BLOCK, confidence=0.85), evidence=tuple(uses[:5]))


def _uses(case: Case, table: TableName, column: str) -> Iterator[Evidence]:
    model = table.model.rpartition(".")[2]
    for source in _sources(case):
        spelled = next(
            (word for word in (model, model.capitalize()) if word.encode() in source.data), _as_written(source, model)
        )
        for line in kept_uses(source, spelled, column):
            yield Evidence(Span(Side.RIGHT, source.path, line, line), source.snippet(line, line), "still names it")


def _as_written(source: Source, model: str) -> str:
    """The model's name in the file's own letters."""
    at = source.text.lower().find(model)
    return source.text[at : at + len(model)] if at >= 0 else model


def _sources(case: Case) -> Iterator[Source]:
    """Changed code, then the usual files of the app, as they stand at head."""
    changes = case.change.within
    for other in changes:
        if (
            other.head is not None
            and other.path.endswith(".py")
            and not is_test(other.path)
            and migration_at_head(other) is None
        ):
            yield other.head
    app = folder_of(folder_of(case.change.path))
    seen = {other.path for other in changes}
    there = set(changes.list_head(app))
    for path in (f"{app}/{name}.py" for name in _USUAL):
        source = changes.read_head(path) if path in there and path not in seen else None
        if source is not None:
            yield source


_SERIALIZER = """
    class OrderSerializer(serializers.ModelSerializer):
        class Meta:
            model = Order
            fields = ["status"{more}]
"""
_DROP = django("", 'migrations.RemoveField("order", "note"),')


def _example(name: str, files: dict[str, str], *, finds: tuple[tuple[int, str], ...] = ()) -> Example:
    return Example(name, head=_DROP.head, finds=finds, path=_DROP.path, context={**(_DROP.context or {}), **files})


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B12",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        _example(
            "a serializer",
            {"shop/serializers.py": _SERIALIZER.format(more=', "note"')},
            finds=((8, "shop/serializers.py:4"),),
        ),
        _example(
            "a query",
            {"shop/views.py": "def f():\n    return Order.objects.filter(note__isnull=True)\n"},
            finds=((8, "still names it"),),
        ),
        _example("no use is left", {"shop/serializers.py": _SERIALIZER.format(more="")}),
        _example(
            "the same word of another model", {"shop/views.py": "def f():\n    return Parcel.objects.filter(note=1)\n"}
        ),
        _example("a word in a text", {"shop/views.py": 'def f():\n    return "Order note"\n'}),
    ),
)
