"""Cycles: what each push made of guards, prohibitions and constraints; they only grow."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TABLES = ("cycle", "cycle_tally", "cycle_outcome")
_RULE = ("subject", "area", "name", "duty", "framework")
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


def _reference(name: str, table: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, sa.ForeignKey(f"{table}.id"), nullable=False)


def upgrade() -> None:
    """Create the tables; they are new, so no lock meets a reader."""
    op.create_table(
        "cycle",
        _id(),
        _reference("review_id", "review"),
        *(_number(name) for name in ("installation", "repository_id")),
        _text("repository"),
        *(_number(name) for name in ("number", "push")),
        _text("head_sha"),
        sa.Column("agent", sa.String),
        *(_flag(name) for name in ("backend", "frontend", "complete")),
        sa.Column("edited", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.UniqueConstraint("review_id", name="cycle_once_per_review"),
    )
    op.create_index("cycle_by_pull_request", "cycle", ["repository_id", "number", "id"])
    op.create_index("cycle_by_age", "cycle", ["repository_id", "created_at"])
    op.create_table(
        "cycle_tally",
        _id(),
        _reference("cycle_id", "cycle"),
        *(_text(name) for name in _RULE),
        *(_number(name) for name in ("kept", "lost", "still_lost", "restored")),
    )
    op.create_index("cycle_tally_by_cycle", "cycle_tally", ["cycle_id"])
    op.create_table(
        "cycle_outcome",
        _id(),
        _reference("cycle_id", "cycle"),
        _text("became"),
        *(_text(name) for name in _RULE),
        *(_text(name) for name in ("fingerprint", "check_id", "path", "symbol", "title")),
    )
    op.create_index("cycle_outcome_by_cycle", "cycle_outcome", ["cycle_id"])
    for table in _TABLES:
        op.execute(_APPEND_ONLY.format(table=table))


def downgrade() -> None:
    """Drop the tables, and the records with them."""
    for table in reversed(_TABLES):
        op.drop_table(table)
