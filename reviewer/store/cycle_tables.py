"""The tables of cycles. Rows are added and never changed: triggers of the migration refuse both."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from reviewer.store.tables import RecordBase


class CycleRow(RecordBase):
    """One push of one pull request, as its newest review saw it.

    Attributes:
        push: its number in the pull request, from 1.
        edited: files and the names of their edited units, JSON, zlib: names may hold what text columns cannot.
    """

    __tablename__ = "cycle"
    __table_args__ = (
        UniqueConstraint("review_id", name="cycle_once_per_review"),
        Index("cycle_by_pull_request", "repository_id", "number", "id"),
        Index("cycle_by_age", "repository_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    installation: Mapped[int]
    repository_id: Mapped[int]
    repository: Mapped[str]
    number: Mapped[int]
    push: Mapped[int]
    head_sha: Mapped[str]
    agent: Mapped[str | None]
    backend: Mapped[bool]
    frontend: Mapped[bool]
    complete: Mapped[bool]
    edited: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CycleTallyRow(RecordBase):
    """One rule in one cycle: in how many places it was kept, lost, still lost, restored."""

    __tablename__ = "cycle_tally"
    __table_args__ = (Index("cycle_tally_by_cycle", "cycle_id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    subject: Mapped[str]
    area: Mapped[str]
    name: Mapped[str]
    duty: Mapped[str]
    framework: Mapped[str]
    kept: Mapped[int]
    lost: Mapped[int]
    still_lost: Mapped[int]
    restored: Mapped[int]


class CycleOutcomeRow(RecordBase):
    """What became of one rule at one place."""

    __tablename__ = "cycle_outcome"
    __table_args__ = (Index("cycle_outcome_by_cycle", "cycle_id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    became: Mapped[str]
    subject: Mapped[str]
    area: Mapped[str]
    name: Mapped[str]
    duty: Mapped[str]
    framework: Mapped[str]
    fingerprint: Mapped[str]
    check_id: Mapped[str]
    path: Mapped[str]
    symbol: Mapped[str]
    title: Mapped[str]
