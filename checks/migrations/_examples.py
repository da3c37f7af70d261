"""Small migrations for the examples of checks: a shop with orders and customers."""

from __future__ import annotations

from textwrap import dedent, indent

from checks.kit import Example, Settings

DJANGO_PATH = "shop/migrations/0002_change.py"
ALEMBIC_PATH = "alembic/versions/b2_change.py"
SQL_PATH = "migrations/0002_change.sql"

Finds = tuple[tuple[int, str], ...]

_DJANGO_BASE = """
    from django.db import migrations, models
    import django.db.models.deletion


    class Migration(migrations.Migration):
        initial = True
        dependencies = []

        operations = [
            migrations.CreateModel(
                name="Customer",
                fields=[
                    ("id", models.BigAutoField(primary_key=True)),
                    ("email", models.EmailField(max_length=254, unique=True)),
                ],
            ),
            migrations.CreateModel(
                name="Order",
                fields=[
                    ("id", models.BigAutoField(primary_key=True)),
                    ("status", models.CharField(max_length=20)),
                    ("note", models.CharField(max_length=200, null=True)),
                    ("total", models.DecimalField(max_digits=10, decimal_places=2)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("customer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="shop.customer")),
                ],
                options={"unique_together": {("customer", "created_at")}},
            ),
        ]
"""
_ALEMBIC_BASE = """
    from alembic import op
    import sqlalchemy as sa

    revision = "a1"
    down_revision = None


    def upgrade():
        op.create_table(
            "customers",
            sa.Column("id", sa.BigInteger(), primary_key=True),
            sa.Column("email", sa.String(254), nullable=False),
            sa.UniqueConstraint("email", name="customers_email"),
        )
        op.create_table(
            "orders",
            sa.Column("id", sa.BigInteger(), primary_key=True),
            sa.Column("status", sa.String(20), nullable=False),
            sa.Column("note", sa.String(200)),
            sa.Column("total", sa.Numeric(10, 2), nullable=False),
            sa.Column("customer_id", sa.BigInteger(), sa.ForeignKey("customers.id"), nullable=False),
        )
        op.create_index("orders_status", "orders", ["status"])


    def downgrade():
        op.drop_table("orders")
        op.drop_table("customers")
"""
_SQL_BASE = """
    CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(254) NOT NULL CONSTRAINT customers_email UNIQUE);
    CREATE TABLE orders (
        id bigint PRIMARY KEY,
        status varchar(20) NOT NULL,
        note varchar(200),
        total numeric(10, 2) NOT NULL CONSTRAINT positive_total CHECK (total >= 0),
        customer_id bigint NOT NULL CONSTRAINT orders_customer REFERENCES customers (id)
    );
    CREATE INDEX orders_status ON orders (status);
    CREATE INDEX orders_by_customer ON orders (customer_id);
"""


def django(
    name: str,
    operations: str,
    finds: Finds = (),
    *,
    before: str = "",
    atomic: bool = True,
    settings: Settings | None = None,
) -> Example:
    """A new Django migration; its first operation stands in line 8, plus the lines of `before`."""
    head = _django_text(operations, before, atomic=atomic)
    return Example(
        name,
        head=head,
        finds=finds,
        path=DJANGO_PATH,
        context={"shop/migrations/0001_initial.py": _DJANGO_BASE},
        settings=settings,
    )


def _django_text(operations: str, before: str, *, atomic: bool) -> str:
    top = _top(before)
    return (
        "from django.db import migrations, models\n\n\n"
        f"{top}class Migration(migrations.Migration):\n"
        '    dependencies = [("shop", "0001_initial")]\n'
        f"{'' if atomic else '    atomic = False'}\n"
        "    operations = [\n"
        f"{indent(dedent(operations).strip(), '        ')}\n"
        "    ]\n"
    )


def _top(before: str) -> str:
    """Imports stand right above what follows, functions two lines away."""
    text = dedent(before).strip()
    return "" if not text else f"{text}\n\n\n" if "def " in text else f"{text}\n"


def alembic(
    name: str,
    upgrade: str,
    finds: Finds = (),
    *,
    downgrade: str = "pass",
    before: str = "",
    settings: Settings | None = None,
) -> Example:
    """A new Alembic revision; the body of upgrade() starts in line 9, plus the lines of `before`."""
    top = _top(before)
    head = (
        "from alembic import op\nimport sqlalchemy as sa\n\n"
        'revision = "b2"\ndown_revision = "a1"\n\n\n'
        f"{top}def upgrade():\n{indent(dedent(upgrade).strip(), '    ')}\n\n\n"
        f"def downgrade():\n{indent(dedent(downgrade).strip(), '    ')}\n"
    )
    return Example(
        name,
        head=head,
        finds=finds,
        path=ALEMBIC_PATH,
        context={"alembic/versions/a1_base.py": _ALEMBIC_BASE},
        settings=settings,
    )


def sql(name: str, text: str, finds: Finds = (), *, settings: Settings | None = None, path: str = SQL_PATH) -> Example:
    """A new SQL migration."""
    return Example(
        name, head=text, finds=finds, path=path, context={"migrations/0001_base.sql": _SQL_BASE}, settings=settings
    )
