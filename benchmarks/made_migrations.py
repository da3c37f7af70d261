"""Migrations of a shop in three languages, made from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from textwrap import indent

_SEED = 20260101
_APPS = 8  # Django apps over which the migrations are spread
_UPDATE = "UPDATE {} SET field1 = '' WHERE id < {}"
_DJANGO = '''"""{words}"""
from django.db import migrations, models
import django.db.models.deletion


def fill(apps, schema_editor):
    Model = apps.get_model("{app}", "{model}")
    for row in Model.objects.filter(state="").iterator():
        row.state = "new"
        row.save(update_fields=["state"])


class Migration(migrations.Migration):
    {atomic}
    dependencies = [{needs}]

    operations = [
{operations}
    ]
'''
_ALEMBIC = '''"""{words}

Revision ID: {name}
Revises: {parent}
"""
from alembic import op
import sqlalchemy as sa

revision = "{name}"
down_revision = {parent!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
{up}


def downgrade() -> None:
{down}
'''


def made_migrations(count: int) -> dict[str, str]:
    """Path -> text of that many migrations, a third of them each Django, Alembic and SQL."""
    source = random.Random(_SEED)  # the same bytes on every machine
    made: dict[str, str] = {}
    for number in range(count):
        path, text = _KINDS[number % 3](source, number // 3)
        made[path] = text
    return made


def _words(source: random.Random) -> str:
    return " ".join(source.choice(("add", "state", "of", "orders", "for", "the", "new", "page")) for _ in range(9))


def _django(source: random.Random, number: int) -> tuple[str, str]:
    app, index = f"shop{number % _APPS}", number // _APPS + 1
    needs = f'("{app}", "{index - 1:04d}_change")' if index > 1 else '("auth", "0012_alter_user_first_name")'
    body = ",\n".join(_django_operations(source, app, index)) + ","
    text = _DJANGO.format(
        words=_words(source),
        app=app,
        model=f"Model{index}",
        atomic="atomic = False" if source.random() < 0.1 else "initial = False",
        needs=needs,
        operations=indent(body, " " * 8),
    )
    return f"{app}/migrations/{index:04d}_change.py", text


def _django_operations(source: random.Random, app: str, index: int) -> Iterator[str]:
    columns = ",\n".join(
        f'        ("field{n}", models.CharField(max_length={source.randint(10, 250)}, blank=True, default=""))'
        for n in range(source.randint(4, 14))
    )
    key = f'        ("owner", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="{app}.model1"))'
    yield f'migrations.CreateModel(\n    name="Model{index}",\n    fields=[\n{columns},\n{key},\n    ],\n)'
    old = f"model{max(1, index - 1)}"
    for number in range(source.randint(2, 6)):
        yield source.choice(
            (
                f'migrations.AddField("{old}", "added{index}{number}", models.IntegerField(null=True))',
                f'migrations.AlterField("{old}", "field1", models.CharField(max_length={source.randint(20, 300)}))',
                f'migrations.AddIndex("{old}", models.Index(fields=["field{number}"], name="i{index}_{number}"))',
                f'migrations.RemoveField("{old}", "field{number}")',
                f'migrations.RunSQL("{_UPDATE.format(f"{app}_{old}", number)}", migrations.RunSQL.noop)',
                "migrations.RunPython(fill, migrations.RunPython.noop)",
            )
        )


def _alembic(source: random.Random, number: int) -> tuple[str, str]:
    name, parent = f"a{number:05x}", f"a{number - 1:05x}" if number else None
    columns = "\n".join(
        f'    sa.Column("field{n}", sa.String(length={source.randint(10, 250)}), nullable={source.random() < 0.5}),'
        for n in range(source.randint(4, 14))
    )
    up = [
        f'op.create_table(\n    "table{number}",\n    sa.Column("id", sa.BigInteger(), primary_key=True),\n{columns}\n)'
    ]
    down = [f'op.drop_table("table{number}")']
    old = f"table{max(0, number - 1)}"
    for index in range(source.randint(2, 6)):
        there, back = source.choice(
            (
                (
                    f'op.add_column("{old}", sa.Column("added{index}", sa.Integer()))',
                    f'op.drop_column("{old}", "added{index}")',
                ),
                (
                    f'op.create_index("i{number}_{index}", "{old}", ["field{index}"])',
                    f'op.drop_index("i{number}_{index}")',
                ),
                (f'op.execute("{_UPDATE.format(old, index)}")', "pass"),
                (
                    f'with op.batch_alter_table("{old}") as batch:\n    batch.alter_column("field1", nullable=True)',
                    "pass",
                ),
            )
        )
        up.append(there)
        down.insert(0, back)
    body = {"up": indent("\n".join(up), " " * 4), "down": indent("\n".join(down), " " * 4)}
    return f"alembic/versions/{name}_change.py", _ALEMBIC.format(words=_words(source), name=name, parent=parent, **body)


def _sql(source: random.Random, number: int) -> tuple[str, str]:
    columns = ",\n".join(
        f"    field{n} varchar({source.randint(10, 250)}) NOT NULL DEFAULT ''" for n in range(source.randint(4, 14))
    )
    old = f"ledger{max(0, number - 1)}"
    statements = [f"-- {_words(source)}", f"CREATE TABLE ledger{number} (\n    id bigint PRIMARY KEY,\n{columns}\n);"]
    statements += [
        source.choice(
            (
                f"ALTER TABLE {old} ADD COLUMN added{index} integer;",
                f"CREATE INDEX i{number}_{index} ON {old} (field{index});",
                f"{_UPDATE.format(old, index)};",
                f"ALTER TABLE {old} ADD CONSTRAINT c{index} CHECK (field1 <> 'x') NOT VALID;",
            )
        )
        for index in range(source.randint(2, 6))
    ]
    return f"db/migrations/{number + 1:04d}_change.sql", "\n".join(statements) + "\n"


_KINDS: tuple[Callable[[random.Random, int], tuple[str, str]], ...] = (_django, _alembic, _sql)
