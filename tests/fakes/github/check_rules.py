"""What GitHub accepts as the body of a check run, and what it says about anything else."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from tests.fakes.github.answers import invalid
from tests.fakes.github.state import Json

TEXT_LIMIT = 65_535
ANNOTATIONS_LIMIT = 50
_MESSAGE_BYTES = 64 * 1024
Model = TypeVar("Model", bound=BaseModel)


def _text(value: str) -> str:
    if len(value) > TEXT_LIMIT:
        raise ValueError(f"Only {TEXT_LIMIT} characters are allowed; {len(value)} were supplied.")
    return value


def _message(value: str) -> str:
    if not value or len(value.encode()) > _MESSAGE_BYTES:
        raise ValueError("The maximum size is 64 KB, and it must not be blank.")
    return value


Text = Annotated[str, AfterValidator(_text)]
Message = Annotated[str, AfterValidator(_message)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Annotation(_Strict):
    path: str = Field(min_length=1)
    start_line: int = Field(ge=1)
    end_line: int
    annotation_level: Literal["notice", "warning", "failure"]
    message: Message
    title: str | None = Field(default=None, max_length=255)
    raw_details: Message | None = None
    start_column: int | None = None
    end_column: int | None = None

    @model_validator(mode="after")
    def _lines(self) -> Annotation:
        if self.end_line < self.start_line:
            raise ValueError("end_line must not precede start_line")
        columns = self.start_column is not None or self.end_column is not None
        if columns and self.start_line != self.end_line:
            raise ValueError("columns are omitted when start_line and end_line differ")
        return self


class Image(_Strict):
    alt: str
    image_url: str
    caption: str | None = None


def _few(value: list[Annotation]) -> list[Annotation]:
    if len(value) > ANNOTATIONS_LIMIT:
        raise ValueError(f"No more than {ANNOTATIONS_LIMIT} items are allowed; {len(value)} were supplied.")
    return value


class Output(_Strict):
    title: str = Field(min_length=1)
    summary: Text
    text: Text | None = None
    annotations: Annotated[list[Annotation], AfterValidator(_few)] = Field(default_factory=list[Annotation])
    images: list[Image] = Field(default_factory=list[Image])


class Action(_Strict):
    label: str = Field(min_length=1, max_length=20)
    description: str = Field(min_length=1, max_length=40)
    identifier: str = Field(min_length=1, max_length=20)


class CheckRunBody(_Strict):
    details_url: str | None = None
    external_id: str | None = None
    status: Literal["queued", "in_progress", "completed"] | None = None
    started_at: str | None = None
    conclusion: (
        Literal["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"] | None
    ) = None
    completed_at: str | None = None
    output: Output | None = None
    actions: list[Action] = Field(default_factory=list[Action], max_length=3)

    @model_validator(mode="after")
    def _conclusion(self) -> CheckRunBody:
        if self.status == "completed" and self.conclusion is None:
            raise ValueError('"conclusion" wasn\'t supplied.')
        return self


class CheckRunUpdate(CheckRunBody):
    name: str | None = None


class CheckRunCreate(CheckRunBody):
    name: str = Field(min_length=1)
    head_sha: str


def read_body(model: type[Model], body: Json) -> Model:
    """The body as the model, or the 422 of GitHub's schema check."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        lines = [f"For 'properties/{'/'.join(map(str, one['loc']))}', {one['msg']}" for one in error.errors()]
        raise invalid("\n".join(lines)) from None
