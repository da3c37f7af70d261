"""Deliveries, pull request heads, pauses; reviews and findings, which only grow."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
END;
$$
"""
_APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _number(name: str, *, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, primary_key=primary_key, autoincrement=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False)


def upgrade() -> None:
    """Create the tables of both floors; they are new, so no lock meets a reader."""
    _work()
    _records()


def _work() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid, primary_key=True),
        *(_text(name) for name in ("event", "action")),
        *(_number(name) for name in ("installation", "repository_id")),
        _text("repository"),
        _number("number"),
        _text("head_sha"),
        _number("generation"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        _moment("received_at"),
    )
    op.create_index("delivery_by_age", "delivery", ["received_at"])
    op.create_table(
        "pull_head",
        _number("repository_id", primary_key=True),
        _number("number", primary_key=True),
        _text("head_sha"),
        _number("generation"),
        sa.Column("claim", sa.Uuid),
        _moment("updated_at"),
    )
    op.create_table(
        "started_check",
        _number("repository_id", primary_key=True),
        _number("number", primary_key=True),
        sa.Column("head_sha", sa.String, primary_key=True),
        _moment("started_at"),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "installation_limit",
        _number("installation", primary_key=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=False),
        _text("reason"),
        _moment("updated_at"),
    )


def _records() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("delivery_id", sa.Uuid, nullable=False),
        *(_number(name) for name in ("installation", "repository_id")),
        _text("repository"),
        _number("number"),
        *(_text(name) for name in ("base_sha", "head_sha")),
        _number("check_run"),
        _text("verdict"),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("report", sa.LargeBinary, nullable=False),
        _moment("created_at"),
        sa.UniqueConstraint("delivery_id", "head_sha", name="review_once_per_delivery"),
    )
    op.create_index("review_by_pull_request", "review", ["repository_id", "number", "id"])
    op.create_table(
        "finding",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("review_id", sa.BigInteger, sa.ForeignKey("review.id"), nullable=False),
        *(_text(name) for name in ("fingerprint", "check_id", "area", "kind", "severity", "action")),
        sa.Column("confidence", sa.Float, nullable=False),
        _text("path"),
        sa.Column("symbol", sa.String),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("inline", "suppressed")),
    )
    op.create_index("finding_by_review", "finding", ["review_id"])
    op.create_index("finding_by_fingerprint", "finding", ["fingerprint"])
    op.execute(_REFUSE)
    for table in ("review", "finding"):
        op.execute(_APPEND_ONLY.format(table=table))


def downgrade() -> None:
    """Drop everything; there is nothing older to go back to."""
    for table in ("finding", "review", "installation_limit", "started_check", "pull_head", "delivery"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change()")
