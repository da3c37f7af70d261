"""Check runs: found by their external id, begun, annotated in batches, completed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.errors import HostDown
from reviewer.domain.publication import Annotation, Outcome
from reviewer.github.answers import NotVisible, RejectedRequest
from reviewer.github.client import Installation
from reviewer.github.names import CHECK_NAME, external_id, repository_path, retired_id
from reviewer.ports import BeforeWrite
from reviewer.render.limits import GITHUB_TEXT, cut
from reviewer.render.markdown import notices
from reviewer.render.markdown.check_run import CheckRunText

_PAGE = 100
_PAGES = 20


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Output(_Part):
    annotations_count: int = 0
    title: str | None = None
    summary: str | None = None
    text: str | None = None


class FoundRun(_Part):
    """A check run as it is listed."""

    id: int
    status: str
    external_id: str | None = None
    output: _Output


class _Runs(_Part):
    check_runs: list[FoundRun]


class _Created(_Part):
    id: int


class _Current(_Part):
    status: str
    conclusion: str | None = None
    output: _Output


class _FoundAnnotation(_Part):
    path: str
    start_line: int
    end_line: int
    annotation_level: Literal["failure", "warning", "notice"]
    title: str | None = None
    message: str


_ANNOTATIONS = TypeAdapter(list[_FoundAnnotation])


class CheckRuns(Struct, frozen=True):
    """The check runs of one head of one pull request; `details_url` is where its page stands, "" for nowhere."""

    api: Installation
    key: PullRequestKey
    head_sha: str
    details_url: str = ""

    @property
    def _external_id(self) -> str:
        return external_id(self.key.number, self.head_sha)

    @property
    def _details(self) -> dict[str, object]:
        return {"details_url": self.details_url} if self.details_url else {}

    def _path(self, run: int | None = None) -> str:
        path = f"{repository_path(self.key)}/check-runs"
        return path if run is None else f"{path}/{run}"

    async def find(self) -> tuple[FoundRun, ...]:
        """Return the runs of this pull request's head, newest first; none if the commit is gone."""
        query = f"check_name={CHECK_NAME}&app_id={self.api.client.app_id}&filter=all&per_page={_PAGE}"
        try:
            answer = await self.api.get(f"{repository_path(self.key)}/commits/{self.head_sha}/check-runs?{query}")
        except RejectedRequest:  # "No commit found": after a force push, once the old head is swept away
            return ()
        runs = [run for run in answer.read(_Runs).check_runs if run.external_id == self._external_id]
        return tuple(sorted(runs, key=lambda run: run.id, reverse=True))

    async def says(self, run: int, outcome: Outcome) -> bool:
        """Whether the run is completed with exactly this outcome; a run that is gone says nothing."""
        try:
            it = (await self.api.get(self._path(run))).read(_Current)
        except NotVisible:
            return False
        wanted = _output(CheckRunText(outcome.title, outcome.summary, outcome.text))
        there = {"title": it.output.title, "summary": it.output.summary, "text": it.output.text}
        return (
            it.status == "completed"
            and it.conclusion == outcome.conclusion
            and all(_plain(there[name]) == _plain(wanted.get(name)) for name in there)
        )

    async def annotations(self, run: int) -> tuple[Annotation, ...]:
        """Return what stands at the run."""
        found: list[_FoundAnnotation] = []
        for page in range(1, _PAGES + 1):
            answer = await self.api.get(f"{self._path(run)}/annotations?per_page={_PAGE}&page={page}")
            try:
                listed = _ANNOTATIONS.validate_python(answer.json())
            except ValidationError:
                raise HostDown(f"{answer.what}: GitHub's answer is not what it promises") from None
            found += listed
            if len(listed) < _PAGE:
                break
        return tuple(
            Annotation(one.path, one.start_line, one.end_line, one.annotation_level, one.title or "", one.message)
            for one in found
        )

    async def create(self, before_write: BeforeWrite) -> int:
        """Begin a run; return its id."""
        body: dict[str, object] = {
            "name": CHECK_NAME,
            "head_sha": self.head_sha,
            "external_id": self._external_id,
            "status": "in_progress",
            "output": _output(notices.in_progress(self.head_sha)),
            **self._details,
        }
        answer = await self.api.write("POST", self._path(), body, before_write)
        return answer.read(_Created).id

    async def reopen(self, run: int, before_write: BeforeWrite) -> None:
        """Set a run back to in progress; its annotations stay."""
        state: dict[str, object] = {"status": "in_progress", **self._details}
        await self._update(run, state, notices.in_progress(self.head_sha), (), before_write)

    async def annotate(self, run: int, annotations: Sequence[Annotation], before_write: BeforeWrite) -> None:
        """Append one batch while the run is in progress."""
        text = notices.in_progress(self.head_sha)
        await self._update(run, {"status": "in_progress"}, text, annotations, before_write)

    async def complete(
        self, run: int, outcome: Outcome, annotations: Sequence[Annotation], before_write: BeforeWrite
    ) -> None:
        """Give the run its outcome, and its last batch."""
        text = CheckRunText(outcome.title, outcome.summary, outcome.text)
        state: dict[str, object] = {
            "status": "completed",
            "conclusion": outcome.conclusion,
            "actions": [asdict(button) for button in outcome.buttons],
        }
        await self._update(run, state, text, annotations, before_write)

    async def retire(self, run: int, before_write: BeforeWrite) -> None:
        """Complete a run as replaced, under another external id, so that it is not found again."""
        state: dict[str, object] = {
            "status": "completed",
            "conclusion": "cancelled",
            "external_id": retired_id(self._external_id),
        }
        await self._update(run, state, notices.replaced(), (), before_write)

    async def _update(
        self,
        run: int,
        state: dict[str, object],
        text: CheckRunText,
        annotations: Sequence[Annotation],
        before_write: BeforeWrite,
    ) -> None:
        output = _output(text)
        if annotations:
            output["annotations"] = [_annotation(one) for one in annotations]
        await self.api.write("PATCH", self._path(run), {**state, "output": output}, before_write)


def _plain(text: object) -> str:
    """A text without what a store may do to its line ends."""
    return "" if text is None else str(text).replace("\r\n", "\n").strip()


def _output(text: CheckRunText) -> dict[str, object]:
    """Within GitHub's limits, whatever was written; "" for a text that is not needed."""
    output: dict[str, object] = {"title": cut(text.title, 255), "summary": cut(text.summary, GITHUB_TEXT)}
    if text.text:
        output["text"] = cut(text.text, GITHUB_TEXT)
    return output


def _annotation(one: Annotation) -> dict[str, object]:
    shape: dict[str, object] = {
        "path": one.path,
        "start_line": one.start_line,
        "end_line": one.end_line,
        "annotation_level": one.level,
        "message": one.message,
    }
    return {**shape, "title": one.title} if one.title else shape
