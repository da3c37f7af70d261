"""Values of settings: literals, and the default that stands when the environment says nothing."""

from __future__ import annotations

import ast
import re

from checks.kit.index import dotted

SPOKEN = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_READS = re.compile(
    r"(^|\.)(get|getenv|env|bool|str|int|config|boolean|get_?bool(ean)?\w*|env_\w+|get_env\w*|parse_boolean|to_bool|"
    r"strtobool|_*get_boolean)$"
)


def environment_default(node: ast.expr) -> ast.expr | None:
    """The default of `os.environ.get("X", default)` and its many cousins; None for any other expression."""
    while isinstance(node, ast.Call):
        function = dotted(node.func)
        named = next((keyword.value for keyword in node.keywords if keyword.arg == "default"), None)
        first = node.args[0] if node.args else None
        if named is not None and (first is None or _is_text(first)):
            return named
        if first is not None and _is_text(first) and len(node.args) > 1 and _READS.search(function):
            return node.args[1]
        if isinstance(first, ast.Call) and len(node.args) == 1:
            node = first
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call) and not node.args:
            node = node.func.value  # `.lower()`, `.strip()`
        else:
            return None
    if isinstance(node, ast.Compare) and isinstance(node.left, ast.Call):
        return environment_default(node.left)
    return None


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


class Unknown:
    """The value of an expression that is no literal."""


UNKNOWN = Unknown()


def literal_of(node: ast.expr) -> object:
    """The value of a literal; `UNKNOWN` for anything computed."""
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return UNKNOWN
