"""The repository's own rules: each a sentence, a reason, and one way to check it."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from checks.constraints.layer_names import PRESETS
from checks.kit import Area, Severity
from reviewer.config.hints import did_you_mean
from reviewer.config.model.block import LAYER, Block, Flag, Globs, Identifier, Name, Words
from reviewer.config.model.semgrep import SemgrepBlock

CHECKERS: Final = (
    "require_guard",
    "semgrep",
    "forbid_import",
    "layers",
    "protect",
    "must_not_return",
    "human_only",
)


_MOST_STARS: Final = 3
"""Each further star multiplies what a hostile line may cost."""


def _preset(given: object) -> object:
    """The layers of a preset, where one is named; else what was given."""
    if not isinstance(given, str):
        return given
    if given not in PRESETS:
        raise ValueError(f"no preset is called {given!r}: {did_you_mean(given, PRESETS.keys())}")
    return PRESETS[given]


def _few_stars(text: str) -> str:
    if text.count("*") > _MOST_STARS:
        raise ValueError(f"at most {_MOST_STARS} stars: `semgrep` says more")
    if not text.strip("* ."):
        raise ValueError(f"{text!r} would be everything")
    return text


Layer = Annotated[str, Field(min_length=1, max_length=300, pattern=LAYER)]
LayerNames = Annotated[
    tuple[Layer, ...],
    Field(min_length=2, max_length=20),
    BeforeValidator(_preset),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string", "pattern": LAYER}, "minItems": 2, "maxItems": 20},
                {"enum": sorted(PRESETS)},
            ]
        }
    ),
]
Retired = Annotated[Words, AfterValidator(_few_stars)]


class RequireGuardBlock(Block):
    """A guard that has to stand wherever the constraint holds."""

    on: Literal["entry-points"] = "entry-points"
    """Which units need it: entry-points are routes, views, tasks, webhooks and the like."""
    any_of: tuple[Name, ...] = Field(min_length=1)
    """Guard families, or names of guards of this house (`*` allowed); one of them is enough."""


class ConstraintBlock(Block):
    """One rule of this repository, with exactly one checker."""

    id: Identifier
    """What findings call it: letters, digits, dots, dashes."""
    says: Words
    """The rule in one sentence; agents read it too."""
    because: Words | None = None
    """Why: an incident, a pull request, a law."""
    kind: Literal["omission", "commission"]
    """omission: something is left out that has to be there; commission: something is done that must not be."""
    area: Area
    """The area whose sign-off a violation asks for."""
    paths: Globs = ()
    """Where it holds; everywhere if not said."""
    owner: Name | None = None
    """The account or team that owns the rule."""
    severity: Severity = Severity.HIGH
    """How bad a violation is."""
    action: Literal["block", "sign-off", "warn", "note"] | None = None
    """What a violation asks for; if not said, a sign-off for blocker and high, a warning for medium and low."""
    require_guard: RequireGuardBlock | None = None
    """Checker: a guard is wanted on every entry point."""
    semgrep: SemgrepBlock | None = None
    """Checker: a pattern that must not be written."""
    forbid_import: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    """Checker: modules that must not be imported (`*` allowed)."""
    layers: LayerNames | None = None
    """Checker: packages from the top down (a | b are names of one), or a preset; an import may only go down."""
    protect: Annotated[tuple[Words, ...], Field(min_length=1)] | None = None
    """Checker: symbols, paths, path:symbol or path:region, whose edit always asks for a sign-off."""
    must_not_return: Annotated[tuple[Retired, ...], Field(min_length=1)] | None = None
    """Checker: names or texts (`*` allowed) that were retired and must not come back."""
    human_only: Flag = False
    """Checker: whatever changes below the paths asks for a sign-off."""

    @model_validator(mode="after")
    def _one_checker(self) -> Self:
        given = [name for name in CHECKERS if getattr(self, name)]
        if len(given) != 1:
            which = f" ({', '.join(given)})" if given else ""
            raise ValueError(f"exactly one of {', '.join(CHECKERS)} is wanted, not {len(given)}{which}")
        if self.human_only and not self.paths:
            raise ValueError("human_only wants paths: without them every change would ask for a sign-off")
        return self
