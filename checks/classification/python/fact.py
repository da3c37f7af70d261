"""Facts: the small things a statement says (a decorator, a keyword, a condition), comparable across sides."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from checks.kit import Side


class Form(StrEnum):
    """Where in the syntax a fact stands."""

    DECORATOR = "decorator"
    BASE = "base class"
    PARAMETER = "parameter"
    DEFINITION = "definition"
    CLASS_ATTRIBUTE = "class attribute"
    SETTING = "module variable"
    IMPORT = "import"
    CONDITION = "condition"
    OPERATOR = "boolean operator"
    RAISE = "raise"
    HANDLER = "except"
    SCOPE = "with"
    CALL = "call"
    ARGUMENT = "argument"
    ENTRY = "entry of a literal"
    WRITE = "assignment to an attribute"
    LOCAL = "assignment to a local name"
    RETURN = "return"


class Fact(Struct, frozen=True):
    """One thing that stands on a changed line.

    Attributes:
        name: dotted origin of what is called, decorated, inherited, imported or raised; the name of
            an argument, attribute or variable; of a condition, how it leaves ("raise", "return",
            "continue", "abort", "pass", "filter", "choose", "assert", "").
        said: every identifier in it, as words.
        text: what is compared with the other side, and what may be shown.
        unit: qualified name of the definition around it, "" at module level.
        inside: the calls, decorators and parameters around it as words, innermost first; of a
            condition what its block says; of an exception handler how it ends.
        target: the variable, attribute or keyword that the value goes to, "" elsewhere.
        condition: words of the innermost condition around it.
        handler: words of the exception types of the handler around it.
    """

    form: Form
    name: str
    said: str
    text: str
    unit: str
    line: int
    side: Side
    inside: str = ""
    target: str = ""
    condition: str = ""
    handler: str = ""
