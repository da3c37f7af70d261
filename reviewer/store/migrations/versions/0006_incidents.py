"""Merged changes, their labels, reverts and incidents, which only grow; tokens for reporting incidents."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TABLES = ("merged_change", "merged_labels", "revert", "incident")
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


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _now() -> sa.Column[object]:
    return sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def upgrade() -> None:
    """Create the tables; they are new, so no lock meets a reader."""
    op.create_table(
        "merged_change",
        _id(),
        *(_number(name) for name in ("repository_id", "number")),
        *(_text(name) for name in ("merge_sha", "head_sha", "signed")),
        sa.Column("cycle_id", sa.BigInteger, sa.ForeignKey("cycle.id"), nullable=False),
        _moment("merged_at"),
        _now(),
        sa.UniqueConstraint("repository_id", "number", name="merged_once"),
    )
    op.create_index("merged_change_by_age", "merged_change", ["repository_id", "merged_at"])
    op.create_table(
        "merged_labels",
        _id(),
        sa.Column("merged_id", sa.BigInteger, sa.ForeignKey("merged_change.id"), nullable=False),
        *(_flag(name) for name in ("caused", "mends")),
        _now(),
    )
    op.create_index("merged_labels_by_change", "merged_labels", ["merged_id", "id"])
    op.create_table(
        "revert",
        _id(),
        _number("repository_id"),
        *(_text(name) for name in ("by_sha", "commit_sha")),
        *(_number(name) for name in ("by_number", "number")),
        _now(),
        sa.UniqueConstraint("repository_id", "commit_sha", "number", name="reverted_once"),
    )
    op.create_table(
        "incident",
        _id(),
        _number("repository_id"),
        *(_text(name) for name in ("name", "title", "url", "commit_sha")),
        _number("number"),
        sa.Column("spots", sa.LargeBinary, nullable=False),
        _text("digest"),
        _text("token_id"),
        _moment("happened_at"),
        _now(),
        sa.UniqueConstraint("repository_id", "name", name="incident_once"),
    )
    op.create_table(
        "incident_token",
        sa.Column("id", sa.String, primary_key=True),
        _number("repository_id"),
        _text("repository"),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        _now(),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
    )
    for table in _TABLES:
        op.execute(_APPEND_ONLY.format(table=table))


def downgrade() -> None:
    """Drop the tables, and the records with them."""
    for table in ("incident_token", *reversed(_TABLES)):
        op.drop_table(table)
