"""What all blocks of the configuration share: no unknown keys, no guessing between types."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt

from reviewer.config.globs import check_glob

_NAME: Final = r"^\S+$"
_FIELD: Final = r"^\w+(\.\w+)+$"
LAYER: Final = r"^[\w.*/-]+( ?\| ?[\w.*/-]+)*$"
_IDENTIFIER: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"

SHAPES: Final = {
    _NAME: "a name without blanks",
    _FIELD: "a field as Model.field, with its module before it where it matters",
    LAYER: "a package, or several of one layer as a | b",
    _IDENTIFIER: "an id of at most 64 letters, digits, dots, dashes and underscores",
}
"""What each pattern means, in words."""


class Block(BaseModel):
    """A block of keys; one that is not listed is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


Flag = StrictBool
Count = Annotated[StrictInt, Field(ge=1, le=100)]
Words = Annotated[str, Field(min_length=1, max_length=1000)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=_NAME)]
"""A name without blanks; where it says so, `*` stands for any characters."""
FieldName = Annotated[str, Field(max_length=300, pattern=_FIELD)]
Identifier = Annotated[str, Field(pattern=_IDENTIFIER)]
Names = tuple[Name, ...]
Glob = Annotated[str, Field(min_length=1), AfterValidator(check_glob)]
"""A path pattern as in .gitignore."""
Globs = tuple[Glob, ...]
