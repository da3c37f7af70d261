"""Boundaries as they were shown, sign-offs, their withdrawals, refused attempts, bypasses: all of it only grows."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TABLES = ("boundary", "sign_off", "sign_off_withdrawal", "sign_off_refusal", "bypass")
_APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False)


def _reference(name: str, table: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, sa.ForeignKey(f"{table}.id"), nullable=False)


def _moment() -> sa.Column[object]:
    return sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _delivery() -> sa.Column[object]:
    return sa.Column("delivery_id", sa.Uuid, nullable=False)


def upgrade() -> None:
    """Create the tables, which are new, and a column that may be null: no row is rewritten."""
    op.add_column("review", sa.Column("config_ok", sa.Boolean))
    op.create_table(
        "boundary",
        _id(),
        _reference("review_id", "review"),
        _text("area"),
        _text("content_hash"),
        sa.Column("parts", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("review_id", "area", name="boundary_once_per_review"),
    )
    op.create_table(
        "sign_off",
        _id(),
        _delivery(),
        _number("repository_id"),
        _text("repository"),
        _number("number"),
        _reference("review_id", "review"),
        *(_text(name) for name in ("head_sha", "area", "content_hash", "way")),
        _number("origin"),
        _text("login"),
        _number("account_id"),
        *(_text(name) for name in ("permission", "teams", "reason")),
        _moment(),
        sa.UniqueConstraint("delivery_id", "area", name="sign_off_once_per_delivery"),
    )
    op.create_index("sign_off_by_pull_request", "sign_off", ["repository_id", "number", "id"])
    op.create_table(
        "sign_off_withdrawal",
        _id(),
        _reference("sign_off_id", "sign_off"),
        *(_text(name) for name in ("cause", "login")),
        _number("account_id"),
        _moment(),
        sa.UniqueConstraint("sign_off_id", name="withdrawn_once"),
    )
    op.create_table(
        "sign_off_refusal",
        _id(),
        _delivery(),
        *(_number(name) for name in ("repository_id", "number")),
        *(_text(name) for name in ("head_sha", "area", "login")),
        _number("account_id"),
        sa.Column("is_bot", sa.Boolean, nullable=False),
        _text("why"),
        _moment(),
        sa.UniqueConstraint("delivery_id", "area", name="refused_once_per_delivery"),
    )
    op.create_index("sign_off_refusal_by_pull_request", "sign_off_refusal", ["repository_id", "number", "id"])
    op.create_table(
        "bypass",
        _id(),
        _delivery(),
        _number("repository_id"),
        _text("repository"),
        _number("number"),
        *(_text(name) for name in ("head_sha", "login")),
        _number("account_id"),
        _text("reason"),
        _moment(),
        sa.UniqueConstraint("delivery_id", name="bypassed_once_per_delivery"),
    )
    op.create_index("bypass_by_pull_request", "bypass", ["repository_id", "number", "id"])
    for table in _TABLES:
        op.execute(_APPEND_ONLY.format(table=table))


def downgrade() -> None:
    """Drop the tables, and the records with them."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_column("review", "config_ok")
