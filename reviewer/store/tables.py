"""The record tables. Rows are added and never changed: a trigger of the first migration refuses both."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Index, UniqueConstraint, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class RecordBase(DeclarativeBase):
    """Holds the metadata of the record tables."""

    type_annotation_map: ClassVar = {int: BigInteger, datetime: DateTime(timezone=True)}


class ReviewRow(RecordBase):
    """One finished review of one head.

    Attributes:
        report: the report, JSON as in the contract, zlib. Not jsonb, which cannot hold the NUL characters
            that code may contain.
        config_ok: whether the configuration could be used as it is; None for reviews from before it was kept.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("delivery_id", "head_sha", name="review_once_per_delivery"),
        Index("review_by_pull_request", "repository_id", "number", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    delivery_id: Mapped[UUID]
    installation: Mapped[int]
    repository_id: Mapped[int]
    repository: Mapped[str]
    number: Mapped[int]
    base_sha: Mapped[str]
    head_sha: Mapped[str]
    check_run: Mapped[int]
    verdict: Mapped[str]
    complete: Mapped[bool]
    config_ok: Mapped[bool | None]
    report: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class FindingRow(RecordBase):
    """One finding of a review, as far as trends ask about it; the whole of it stands in the report."""

    __tablename__ = "finding"
    __table_args__ = (
        Index("finding_by_review", "review_id"),
        Index("finding_by_fingerprint", "fingerprint"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    fingerprint: Mapped[str]
    check_id: Mapped[str]
    area: Mapped[str]
    kind: Mapped[str]
    severity: Mapped[str]
    action: Mapped[str]
    confidence: Mapped[float]
    path: Mapped[str]
    symbol: Mapped[str | None]
    inline: Mapped[bool]
    suppressed: Mapped[bool]
