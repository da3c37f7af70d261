"""Area schema: columns and constraints of mapped classes, outside of migrations (family SC)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.classification.file_area import FileArea, quoted
from checks.classification.python.clue import whole_words
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.classification.python.reading import head_of
from checks.classification.words import spoken
from checks.kit import Area
from checks.kit.index import SyntaxIndex

_COLUMN = re.compile(
    r"^(?:await )?(?:(?:django\.(?:db|contrib)\.[\w.]*|models|peewee|tortoise\.fields|fields|mongoengine|db|orm)\.)"
    r"[A-Z]\w*(?:Field|Key)\(|^(?:[\w.]+\.)?(?:Column|mapped_column|deferred|ForeignKey)\("
)
_CUSTOM_COLUMN = re.compile(r"^(?:[\w.]+\.)?[A-Z]\w*(?:Field|Key)\(")
_OTHER_FIELDS = re.compile(
    r"\b(?:serializers?|forms?|wtforms|rest_framework|marshmallow|graphene|strawberry|filters?"
    r"|django_filters|tables|django_tables2|columns)\b"
)
_CONSTRAINT = whole_words(
    r"^(?:constraints|unique together|index together|indexes|table args|db table|tablename|managed"
    r"|order with respect to)$"
)
_CONSTRAINT_CALL = whole_words(
    r"(?:unique|check|exclusion|exclude|foreign key|primary key) constraint$|(?:sqlalchemy|db|sa"
    r"|models) index$"
)
_COSMETIC = whole_words(
    r"^(?:verbose name(?: plural)?|help text|related name|related query name|doc|comment|info"
    r"|error messages|ordering|label"
    r"|description|title|editable|back populates|backref|order by|lazy|viewonly|order|blank)$"
)


def areas(delta: Delta, fact: Fact) -> Iterator[FileArea]:
    """Schema, for a column or constraint that the change adds, removes or edits."""
    reason = _reason(delta, fact)
    if reason:
        yield FileArea(Area.SCHEMA, f"{reason} {delta.verb(fact)}, outside of a migration", 0.8)


def _reason(delta: Delta, fact: Fact) -> str:
    if fact.form is Form.CALL and _CONSTRAINT_CALL.search(spoken(fact.name)):
        return f"constraint {quoted(fact.name.rpartition('.')[2])} in {quoted(fact.unit)}"
    if fact.form is Form.ARGUMENT and _CONSTRAINT_CALL.search(fact.inside.partition(" < ")[0]):
        return f"{quoted(fact.text)} of a constraint in {quoted(fact.unit)}"
    owner = delta.class_of(fact)
    if owner is None or delta.definition(fact) is not owner:
        return ""
    if fact.form in {Form.ENTRY, Form.CLASS_ATTRIBUTE} and _CONSTRAINT.search(spoken(fact.target or fact.name)):
        return f"{quoted(fact.target or fact.name)} of {quoted(fact.unit)}"
    if fact.form is Form.CLASS_ATTRIBUTE and _is_column(fact.text, owner, delta.source(fact).index):
        return f"column {quoted(fact.name)} of {quoted(fact.unit)}"
    if fact.form in {Form.ARGUMENT, Form.CALL} and fact.target and not _COSMETIC.search(spoken(fact.name)):
        return _argument(delta, fact, owner)
    return ""


def _argument(delta: Delta, fact: Fact, owner: ast.ClassDef) -> str:
    """A change inside of a column's call; `fact.target` may be a keyword of the call."""
    index = delta.source(fact).index
    for statement in owner.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            continue
        if statement.lineno <= fact.line <= (statement.end_lineno or 0):
            name = ast.unparse(statement.targets[0] if isinstance(statement, ast.Assign) else statement.target)
            if _is_column(f"{name} = {head_of(statement.value, index)}", owner, index):
                return f"{quoted(fact.text)} of column {quoted(name)} in {quoted(fact.unit)}"
    return ""


def _is_column(text: str, owner: ast.ClassDef, index: SyntaxIndex) -> bool:
    value = text.partition(" = ")[2].strip()
    if ": Mapped[" in text:
        return "relationship(" not in value
    if _OTHER_FIELDS.search(value.partition("(")[0]) or value.startswith("pydantic."):
        return False
    if _COLUMN.search(value):
        return True
    if any(keyword.arg == "table" for keyword in owner.keywords):
        return ": " in text.partition("=")[0]  # SQLModel
    bases = [index.origin(base) for base in owner.bases]
    return bool(_CUSTOM_COLUMN.search(value)) and any(re.search(r"(?<!Base)Model$", base) for base in bases)
