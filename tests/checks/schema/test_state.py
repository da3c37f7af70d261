"""The schema that a migration finds, and what its steps really change."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from checks.kit import Example
from checks.schema.columns import ConstraintKind
from checks.schema.operations import (
    AddConstraint,
    ChangeType,
    CreateIndex,
    DropConstraint,
    DropIndex,
    DropNotNull,
    RedefineColumn,
    RenameTable,
    RunCode,
    SetNotNull,
)
from checks.schema.state.steps import Step, runs

BASE = """
    from django.db import migrations, models

    class Migration(migrations.Migration):
        operations = [
            migrations.CreateModel("Order", fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("note", models.CharField(max_length=10, null=True)),
                ("code", models.CharField(max_length=10, unique=True)),
                ("owner", models.ForeignKey("shop.user", models.PROTECT)),
            ], options={{"unique_together": {{("note", "code")}}, {options}}}),
        ]
"""
HEAD = """
    from django.db import migrations, models

    class Migration(migrations.Migration):
        dependencies = [("shop", "0001_a")]
        operations = [{operation}]
"""


def steps(operation: str, context: Mapping[str, str] | None = None, options: str = "") -> tuple[Step, ...]:
    around = {"shop/migrations/0001_a.py": BASE.format(options=options)} if context is None else context
    path = "shop/migrations/0002_b.py"
    example = Example("", head=HEAD.format(operation=operation), path=path, context=around)
    return runs(example.changes())[path].up


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ('"note", models.CharField(max_length=10, null=True, help_text="x")', []),
        ('"note", models.CharField(max_length=20, null=True)', [ChangeType]),
        ('"note", models.CharField(max_length=10)', [SetNotNull]),
        ('"code", models.CharField(max_length=10, unique=True, null=True)', [DropNotNull]),
        ('"code", models.CharField(max_length=10)', [DropConstraint]),
        ('"note", models.CharField(max_length=10, null=True, unique=True)', [AddConstraint]),
        ('"note", models.CharField(max_length=10, null=True, db_index=True)', [CreateIndex]),
        ('"owner", models.ForeignKey("shop.user", models.PROTECT, db_index=False)', [DropIndex]),
        ('"owner", models.ForeignKey("shop.user", models.PROTECT, db_constraint=False)', [DropConstraint]),
        ('"owner", models.ForeignKey("shop.user", models.PROTECT, verbose_name="x")', []),
        ('"gone", models.IntegerField()', [RedefineColumn]),
    ],
)
def test_alter_field_is_compared_with_its_ancestors(field: str, kinds: list[type]) -> None:
    assert [type(step.operation) for step in steps(f'migrations.AlterField("order", {field})')] == kinds


def test_models_tell_what_the_chain_does_not() -> None:
    models = """
        from django.db import models

        class Order(models.Model):
            note = models.CharField(max_length=10, null=True)

            class Meta:
                unique_together = [("note",)]
    """
    (found,) = steps(
        'migrations.AlterField("order", "note", models.CharField(max_length=20, null=True))', {"shop/models.py": models}
    )
    assert isinstance(found.operation, ChangeType)
    assert str(found.operation.before) == "CharField(10)"


def test_models_that_changed_before_tell_nothing() -> None:
    note = "note = models.CharField(max_length=20, null=True)"
    models = f"from django.db import models\n\nclass Order(models.Model):\n    {note}\n"
    (found,) = steps(
        'migrations.AlterField("order", "note", models.CharField(max_length=20, null=True))', {"shop/models.py": models}
    )
    assert isinstance(found.operation, RedefineColumn)


@pytest.mark.parametrize(
    ("groups", "kinds"),
    [
        ('{("note", "code")}', []),
        ('[["note", "code"]]', []),
        ('("note", "code")', []),
        ("set()", ["drop"]),
        ('{("note", "code"), ("code", "owner")}', ["add"]),
        ('{("code",)}', ["add", "drop"]),
    ],
)
def test_unique_together_is_compared_as_a_whole(groups: str, kinds: list[str]) -> None:
    found = steps(f'migrations.AlterUniqueTogether("order", {groups})')
    assert ["drop" if isinstance(step.operation, DropConstraint) else "add" for step in found] == kinds


@pytest.mark.parametrize(("options", "renamed"), [("", True), ('"db_table": "orders"', False)])
def test_a_model_with_a_table_name_of_its_own_keeps_it(options: str, *, renamed: bool) -> None:
    found = steps('migrations.RenameModel("Order", "Purchase")', options=options)
    assert any(isinstance(step.operation, RenameTable) for step in found) == renamed


def test_a_table_of_the_same_pull_request_is_new() -> None:
    found = steps('migrations.CreateModel("A", fields=[]), migrations.AddField("a", "x", models.IntegerField())')
    assert [step.new_table for step in found] == [False, True]


def test_a_table_of_another_migration_of_the_pull_request_is_new_too() -> None:
    make = HEAD.format(operation='migrations.CreateModel("A", fields=[])')
    use = HEAD.format(operation='migrations.DeleteModel("A")').replace("0001_a", "0002_b")
    files = {"shop/migrations/0002_b.py": make, "shop/migrations/0003_c.py": use}
    found = runs(Example("", head=files).changes())["shop/migrations/0003_c.py"].up
    assert [step.new_table for step in found] == [True]


def test_constraints_are_known_by_the_names_that_postgresql_makes_up() -> None:
    base = "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, b int REFERENCES u (id), CHECK (a > 0));"
    drops = "".join(
        f"ALTER TABLE t DROP CONSTRAINT {name};\n" for name in ("t_pkey", "t_a_key", "t_b_fkey", "t_a_check", "other")
    )
    example = Example("", head=drops, path="migrations/0002_b.sql", context={"migrations/0001_a.sql": base})
    found = runs(example.changes())["migrations/0002_b.sql"].up
    kinds = [step.operation.kind for step in found if isinstance(step.operation, DropConstraint)]
    assert kinds == [
        ConstraintKind.PRIMARY_KEY,
        ConstraintKind.UNIQUE,
        ConstraintKind.FOREIGN_KEY,
        ConstraintKind.CHECK,
        ConstraintKind.UNKNOWN,
    ]


def test_the_state_half_moves_the_schema_but_is_no_step() -> None:
    found = steps(
        'migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("order", "note")]),'
        'migrations.AlterField("order", "note", models.IntegerField())'
    )
    assert [type(step.operation) for step in found] == [RedefineColumn]


def test_alembic_ancestors_are_ordered_by_their_revisions() -> None:
    def revision(name: str, down: str | None, body: str) -> str:
        top = f'from alembic import op\nimport sqlalchemy as sa\nrevision = "{name}"\ndown_revision = {down!r}\n'
        return f"{top}\n\ndef upgrade():\n    {body}\n"

    first = 'op.create_table("t", sa.Column("a", sa.String(5)))'
    context = {
        "versions/zz.py": revision("zz", None, first),
        "versions/aa.py": revision("aa", "zz", 'op.alter_column("t", "a", type_=sa.Text())'),
    }
    head = {"versions/mm.py": revision("mm", "aa", 'op.alter_column("t", "a", type_=sa.Integer())')}
    found = runs(Example("", head=head, context=context).changes())["versions/mm.py"].up
    changed = [step.operation for step in found if not isinstance(step.operation, RunCode)]
    assert [str(item.before) for item in changed if isinstance(item, ChangeType)] == ["sa.Text()"]


_MAPPED = """
from sqlalchemy import Column, Integer, String


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    note = Column(String({length}), nullable=False)
"""
_REVISION = """
from alembic import op
import sqlalchemy as sa

revision = "b"
down_revision = "a"


def upgrade():
    op.alter_column("{table}", "note", type_=sa.String(80))


def downgrade():
    op.alter_column("{table}", "note", type_=sa.String(40))
"""


@pytest.mark.parametrize(("table", "before"), [("orders", "varchar(40)"), ("parcels", None)])
def test_a_mapped_class_of_the_same_pull_request_tells_the_type_at_base(table: str, before: str | None) -> None:
    path = "alembic/versions/b.py"
    changes = Example(
        "",
        base={"shop/tables.py": _MAPPED.format(length=40)},
        head={"shop/tables.py": _MAPPED.format(length=80), path: _REVISION.format(table=table)},
    ).changes()
    (step, _) = runs(changes)[path].up
    assert isinstance(step.operation, ChangeType)
    assert (None if step.operation.before is None else f"{step.operation.before.name}(40)") == before
