"""The tables of sign-offs. Rows are added and never changed: triggers of the migration refuse both."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from reviewer.store.tables import RecordBase


class BoundaryRow(RecordBase):
    """One boundary of one review, as it was shown.

    Attributes:
        parts: names and digests of what its hash is made of, JSON, zlib: names may hold what text columns cannot.
    """

    __tablename__ = "boundary"
    __table_args__ = (UniqueConstraint("review_id", "area", name="boundary_once_per_review"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    area: Mapped[str]
    content_hash: Mapped[str]
    parts: Mapped[bytes]


class SignOffRow(RecordBase):
    """One person accepted one boundary.

    Attributes:
        way: "review", "command" or "button"; `origin` the number of that review, comment or check run.
        permission: the person's role in the repository at that moment.
        teams: the teams that counted, JSON list of "org/slug".
    """

    __tablename__ = "sign_off"
    __table_args__ = (
        UniqueConstraint("delivery_id", "area", name="sign_off_once_per_delivery"),
        Index("sign_off_by_pull_request", "repository_id", "number", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    delivery_id: Mapped[UUID]
    repository_id: Mapped[int]
    repository: Mapped[str]
    number: Mapped[int]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    head_sha: Mapped[str]
    area: Mapped[str]
    content_hash: Mapped[str]
    way: Mapped[str]
    origin: Mapped[int]
    login: Mapped[str]
    account_id: Mapped[int]
    permission: Mapped[str]
    teams: Mapped[str]
    reason: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class WithdrawalRow(RecordBase):
    """The end of one sign-off, by whom and why."""

    __tablename__ = "sign_off_withdrawal"
    __table_args__ = (UniqueConstraint("sign_off_id", name="withdrawn_once"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    sign_off_id: Mapped[int] = mapped_column(ForeignKey("sign_off.id"))
    cause: Mapped[str]
    login: Mapped[str]
    account_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RefusalRow(RecordBase):
    """An attempt to sign that did not count."""

    __tablename__ = "sign_off_refusal"
    __table_args__ = (
        UniqueConstraint("delivery_id", "area", name="refused_once_per_delivery"),
        Index("sign_off_refusal_by_pull_request", "repository_id", "number", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    delivery_id: Mapped[UUID]
    repository_id: Mapped[int]
    number: Mapped[int]
    head_sha: Mapped[str]
    area: Mapped[str]
    login: Mapped[str]
    account_id: Mapped[int]
    is_bot: Mapped[bool]
    why: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class BypassRow(RecordBase):
    """One head that somebody let pass unsigned."""

    __tablename__ = "bypass"
    __table_args__ = (
        UniqueConstraint("delivery_id", name="bypassed_once_per_delivery"),
        Index("bypass_by_pull_request", "repository_id", "number", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    delivery_id: Mapped[UUID]
    repository_id: Mapped[int]
    repository: Mapped[str]
    number: Mapped[int]
    head_sha: Mapped[str]
    login: Mapped[str]
    account_id: Mapped[int]
    reason: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SettlementRow(RecordBase):
    """One time that a review's check run was completed with its sign-offs.

    Attributes:
        signing: `Signing` as JSON, zlib: names in it may hold what text columns cannot.
    """

    __tablename__ = "settlement"
    __table_args__ = (
        UniqueConstraint("delivery_id", "review_id", name="settled_once_per_delivery"),
        Index("settlement_by_review", "review_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    delivery_id: Mapped[UUID]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    verdict: Mapped[str]
    mode: Mapped[str]
    config_ok: Mapped[bool]
    signing: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
