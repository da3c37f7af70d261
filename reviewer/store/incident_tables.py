"""The tables of what happens after a merge. But for the tokens, rows are added and never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from reviewer.store.tables import RecordBase


class MergedRow(RecordBase):
    """A reviewed pull request that was merged into the default branch.

    Attributes:
        signed: "signed", "unsigned" or "not-asked", when it was merged.
        cycle_id: its last push.
    """

    __tablename__ = "merged_change"
    __table_args__ = (
        UniqueConstraint("repository_id", "number", name="merged_once"),
        Index("merged_change_by_age", "repository_id", "merged_at"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    repository_id: Mapped[int]
    number: Mapped[int]
    merge_sha: Mapped[str]
    head_sha: Mapped[str]
    signed: Mapped[str]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    merged_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MergedLabelsRow(RecordBase):
    """What the labels of a merged change said at one time; the newest row counts."""

    __tablename__ = "merged_labels"
    __table_args__ = (Index("merged_labels_by_change", "merged_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("merged_change.id"))
    caused: Mapped[bool]
    mends: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RevertRow(RecordBase):
    """A commit of the default branch that takes something back: a commit by its first digits, or a pull request.

    Attributes:
        by_number: the pull request that brought it; 0 for a push.
        number: the pull request that is taken back; 0 where `commit_sha` says what.
    """

    __tablename__ = "revert"
    __table_args__ = (UniqueConstraint("repository_id", "commit_sha", "number", name="reverted_once"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    repository_id: Mapped[int]
    by_sha: Mapped[str]
    commit_sha: Mapped[str]
    by_number: Mapped[int]
    number: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class IncidentRow(RecordBase):
    """An incident that somebody posted.

    Attributes:
        name: the id that it was posted under.
        spots: files and symbols, JSON, zlib: names may hold what text columns cannot.
        digest: over all that was posted, so that a repetition is known from a contradiction.
    """

    __tablename__ = "incident"
    __table_args__ = (UniqueConstraint("repository_id", "name", name="incident_once"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    repository_id: Mapped[int]
    name: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    commit_sha: Mapped[str]
    number: Mapped[int]
    spots: Mapped[bytes]
    digest: Mapped[str]
    token_id: Mapped[str]
    happened_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class IncidentTokenRow(RecordBase):
    """The right to post incidents of one repository; only the hash of its secret half is kept."""

    __tablename__ = "incident_token"

    id: Mapped[str] = mapped_column(primary_key=True)
    repository_id: Mapped[int]
    repository: Mapped[str]
    digest: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    revoked_at: Mapped[datetime | None]
