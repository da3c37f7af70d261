"""A model changed, and no migration goes with it.

The code names a column that the database does not have, or the database keeps a rule that the code forgot.

Why it matters:
    Tests make their database from the migrations or from the models, whichever is kinder. In production the
    first query on the changed model fails: no such column. A forgotten migration also turns up in the next
    one, of somebody else.

Instead:
    `manage.py makemigrations` or `alembic revision --autogenerate`, and read what it wrote.

What it does not see:
    Fields of base classes in other files; apps whose migrations stand elsewhere. Words for people, choices,
    validators and defaults of the code need no migration and are silent.

Sources:
    Catalogue MIG-M01; Django documentation "makemigrations --check"; Alembic documentation "alembic check".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side, Span
from checks.kit.files import is_test
from checks.migrations._hit import shortened
from checks.schema.migration import Framework
from checks.schema.python.models import Declared, Model, models_of
from checks.schema.state.steps import migration_at_head, runs


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Fields that came, went or changed in a model whose app has migrations and gets none."""
    del options
    if not change.path.endswith(".py") or is_test(change.path) or change.head is None:
        return
    before, after = models_of(change.base), models_of(change.head)
    if not (before or after) or migration_at_head(change) is not None or not _has_history(change, after or before):
        return
    for name, model in after.items():
        old = before.get(name)
        if old is not None and old.orm == model.orm and not _is_covered(change, model):
            yield from _model(change, old, model)


def _model(change: Change, old: Model, new: Model) -> Iterator[Hit]:
    for name in [*new.fields, *(name for name in old.fields if name not in new.fields)]:
        before, after = old.fields.get(name), new.fields.get(name)
        if before is not None and after is not None and before.shape == after.shape:
            continue
        what = "new" if before is None else "gone" if after is None else "changed"
        yield _told(change, new, name, what, before, after)


def _told(change: Change, model: Model, name: str, what: str, before: Declared | None, after: Declared | None) -> Hit:
    if after is not None:
        span = Span(Side.RIGHT, change.path, *after.lines)
    else:
        span = Span(Side.LEFT, change.base_path, *(before.lines if before is not None else (1, 1)))
    return Hit(
        kind=Kind.MISSING,
        span=span,
        symbol=model.name,
        fact=f"{model.name}.{name} {what} without migration",
        title=shortened(f"{model.name}.{name} is {what}, and no migration goes with it"),
        message="In production the first query on the model fails, or the next migration brings it along unseen.",
        confidence=0.8 if model.orm == "Django" else 0.75,
    )


def _has_history(change: Change, models: dict[str, Model]) -> bool:
    """Whether the models' app, or the project, keeps migrations where they usually stand."""
    django = any(model.orm == "Django" for model in models.values())
    folders = [str(parent) for parent in PurePosixPath(change.path).parents]
    for folder in (("" if name == "." else name) for name in folders):
        beside = f"{folder}/migrations" if folder else "migrations"
        listed = change.within.list_head(beside)
        if django and any(path.endswith(".py") and path.rpartition("/")[2][:1].isdigit() for path in listed):
            return True
        if not django and _is_alembic([*change.within.list_head(folder), *listed]):
            return True
    return False


def _is_alembic(paths: list[str]) -> bool:
    return any(path.rpartition("/")[2] in {"alembic.ini", "script.py.mako"} for path in paths)


def _is_covered(change: Change, model: Model) -> bool:
    """Whether the pull request adds or edits a migration of the same kind that may be about the model."""
    for run in change.within.ask(runs).values():
        migration = run.migration
        if model.orm == "SQLAlchemy":
            if migration.framework is not Framework.DJANGO:
                return True
        elif migration.framework is Framework.DJANGO:
            home = migration.path.rpartition("/migrations")[0]
            if change.path.startswith(f"{home}/") or not home:
                return True
    return False


_MODELS = """
    from django.db import models


    class Order(models.Model):
        status = models.CharField(max_length={length}, verbose_name="{words}")
        {more}

        class Meta:
            {meta}
"""
_HISTORY = {"shop/migrations/0001_initial.py": "", "shop/migrations/__init__.py": ""}
_PLAIN = _MODELS.format(length=20, words="", more="", meta="ordering = []")
_MAPPED = """
    class Order(Base):
        __tablename__ = "orders"
        id = Column(Integer, primary_key=True)
        {more}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-M01",),
    kind=Kind.MISSING,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a new field",
            base=_PLAIN,
            head=_MODELS.format(length=20, words="", more="paid = models.BooleanField()", meta="ordering = []"),
            finds=((6, "Order.paid is new"),),
            path="shop/models.py",
            context=_HISTORY,
        ),
        Example(
            "a column of SQLAlchemy is gone",
            base=_MAPPED.format(more="note = Column(Text)"),
            head=_MAPPED.format(more=""),
            finds=((4, "Order.note is gone"),),
            path="shop/tables.py",
            context={"alembic.ini": ""},
        ),
        Example(
            "only words for people",
            base=_PLAIN,
            head=_MODELS.format(length=20, words="State", more="", meta="ordering = []"),
            path="shop/models.py",
            context=_HISTORY,
        ),
        Example(
            "with its migration",
            base={"shop/models.py": _PLAIN},
            head={
                "shop/models.py": _MODELS.format(length=40, words="", more="", meta="ordering = []"),
                "shop/migrations/0002_b.py": """
                    from django.db import migrations, models


                    class Migration(migrations.Migration):
                        operations = [migrations.AlterField("order", "status", models.CharField(max_length=40))]
                """,
            },
            context=_HISTORY,
        ),
        Example(
            "an abstract model",
            base=_MODELS.format(length=20, words="", more="", meta="abstract = True"),
            head=_MODELS.format(length=40, words="", more="", meta="abstract = True"),
            path="shop/models.py",
            context=_HISTORY,
        ),
        Example(
            "an app without migrations",
            base=_PLAIN,
            head=_MODELS.format(length=40, words="", more="", meta="ordering = []"),
            path="shop/models.py",
        ),
        Example(
            "a form",
            base="class OrderForm(forms.Form):\n    a = forms.CharField(max_length=1)\n",
            head="class OrderForm(forms.Form):\n    a = forms.CharField(max_length=2)\n",
            path="shop/forms.py",
            context=_HISTORY,
        ),
    ),
)
