"""The tables of durable work: what came in, what is newest, who must wait."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class WorkBase(DeclarativeBase):
    """Holds the metadata of the work tables."""

    type_annotation_map: ClassVar = {int: BigInteger, datetime: DateTime(timezone=True)}


class DeliveryRow(WorkBase):
    """One webhook delivery that asks for work; purged after a few days.

    Attributes:
        id: the GUID GitHub gave it.
        generation: the pull request's generation that this delivery began.
        body: the signed bytes, zlib.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("delivery_by_age", "received_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event: Mapped[str]
    action: Mapped[str]
    installation: Mapped[int]
    repository_id: Mapped[int]
    repository: Mapped[str]
    number: Mapped[int]
    head_sha: Mapped[str]
    generation: Mapped[int]
    body: Mapped[bytes]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PullHeadRow(WorkBase):
    """The newest word about one pull request.

    Attributes:
        generation: raised by each delivery; a job of a lower one stops.
        claim: token of the run that works on it; a run that lost it to another stops.
        base_branch: where it is to be merged, as the last review saw it; "" if none has looked yet.
    """

    __tablename__ = "pull_head"

    repository_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    head_sha: Mapped[str]
    generation: Mapped[int]
    claim: Mapped[UUID | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    base_branch: Mapped[str] = mapped_column(server_default="")


class StartedCheckRow(WorkBase):
    """A check run that was begun for one head: whoever begins one owes its completion.

    Written before GitHub is asked for the run, so that none is forgotten between the two.
    """

    __tablename__ = "started_check"

    repository_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    head_sha: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    completed_at: Mapped[datetime | None]


class InstallationLimitRow(WorkBase):
    """Until when GitHub asked an installation to pause."""

    __tablename__ = "installation_limit"

    installation: Mapped[int] = mapped_column(primary_key=True)
    paused_until: Mapped[datetime]
    reason: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class AnnouncementRow(WorkBase):
    """One event about a repository, a merge group or an installation; purged after a few days.

    Attributes:
        repository_id: 0 for what is about a whole installation.
        head_sha: the commit that it is about, "" for any other.
        body: the signed bytes, zlib.
        claim: token of the run that works on it; a run that lost it to another stops.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        Index("announcement_by_age", "received_at"),
        Index("announcement_by_head", "repository_id", "head_sha"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event: Mapped[str]
    action: Mapped[str]
    installation: Mapped[int]
    repository_id: Mapped[int]
    head_sha: Mapped[str]
    body: Mapped[bytes]
    claim: Mapped[UUID | None]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RedeliveryRow(WorkBase):
    """How often GitHub was asked to send a delivery again, and when for the last time."""

    __tablename__ = "redelivery"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    times: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
