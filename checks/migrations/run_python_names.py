"""The names in a data migration hide what they stand for.

A function of RunPython takes `apps` and `schema_editor`, and a historical model has the name of its model.

Why it matters:
    Under other names nobody sees at a glance that a model is the historical one, or that the first argument
    is the registry: live models slip in.

Instead:
    `def forwards(apps, schema_editor):` and `Order = apps.get_model("shop", "Order")`.

What it does not see:
    Names in helpers of other files.

Sources:
    Catalogue MIG-E08; django-migration-linter RUNPYTHON_ARGS_NAMING_CONVENTION, RUNPYTHON_MODEL_VARIABLE_NAME.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._code import DataCode, data_code, hit_at
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words
from checks.schema.migration import Framework

_ARGUMENTS = ("apps", "schema_editor")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Arguments and variables of RunPython functions with other names than usual."""
    del options
    for found in data_code(change):
        if found.case.run.migration.framework is Framework.DJANGO:
            yield from _arguments(found)
            yield from _variables(found)


def _arguments(found: DataCode) -> Iterator[Hit]:
    names = tuple(argument.arg for argument in found.code.args.args)[found.operation.bound :]
    if len(names) == len(_ARGUMENTS) and names != _ARGUMENTS:
        node = found.code.args.args[found.operation.bound]
        anchor = ast.Name(node.arg, ast.Load(), lineno=node.lineno, end_lineno=node.end_lineno, col_offset=0)
        words = Words(
            f"arguments of {found.operation.function}",
            f"{found.operation.function or 'the lambda'} takes ({', '.join(names)})",
            "Nobody sees at a glance that the first one is the registry of historical models.",
            "Call them apps and schema_editor.",
        )
        yield hit_at(found, anchor, words, Action.WARN, confidence=0.9)


def _variables(found: DataCode) -> Iterator[Hit]:
    for name, (_, model, call) in found.parts[0].models.items():
        if model and name != model:
            words = Words(
                f"{model} under another name",
                f"the historical model {model} has another name here",
                "Nobody sees at a glance which model it is, and that it is the historical one.",
                f"Call it {model}.",
            )
            yield hit_at(found, call, words, Action.WARN, confidence=0.9)


_RUN = "migrations.RunPython(fill, migrations.RunPython.noop),"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-E08",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    enabled=False,
    examples=(
        django(
            "a model under another name",
            _RUN,
            ((5, "has another name"),),
            before="""
            def fill(apps, schema_editor):
                m = apps.get_model("shop", "Order")
                m.objects.filter(note=None).update(note="")
            """,
        ),
        django(
            "other arguments",
            _RUN,
            ((4, "takes (registry, editor)"),),
            before="""
            def fill(registry, editor):
                registry.get_model("shop", "Order").objects.filter(note=None).update(note="")
            """,
        ),
        django(
            "the usual arguments",
            _RUN,
            before="""
            def fill(apps, schema_editor):
                apps.get_model("shop.Order").objects.filter(note=None).update(note="")
            """,
        ),
        django("a function of another file", _RUN, before="from shop.fill import fill"),
        alembic("Alembic has no such arguments", 'op.execute("SELECT 1")'),
    ),
)
