"""Deletes guards from foreign code: one loss a time, chosen by syntax and words, not by our rules."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tree_sitter import Node, Parser

from reviewer.analysis.syntax.child import grammar

GUARD_WORDS: Final = re.compile(
    r"auth|login|signed|session|permi|role|admin|guard|protect|jwt|token|acl\b|scope|owner|member|secur|access|polic|"
    r"ensure|require|enforce|validat|limit|throttl|csrf|tenant|superuser|moderator|verif|check",
    re.IGNORECASE,
)
REFUSALS: Final = re.compile(
    r"\b(throw|raise|panic|abort\w*|reject|halt)\b|\b4\d\d\b|forbidden|unauthori|error|invalid|denied|"
    r"not_?found|fail|conflict",
    re.IGNORECASE,
)
EXITS: Final = re.compile(r"\b(throw|raise|panic|return|abort\w*|next\(|reject|halt|head|render|redirect_to)\b")
ANNOTATIONS: Final = re.compile(
    r"^[@#\[]+(\w*Authorize\w*|Secured|Roles\w*|\w*Guards?|\w*Permissions?\w*|Transactional|Valid(ated)?|NotNull|"
    r"NotBlank|"
    r"NotEmpty|Size|NoXss|Throttle|RateLimit\w*|JsonIgnore|Is[A-Z]\w+|Min\w*|Max\w*|Length|Version|Lock)\b"
)
CALLS: Final = re.compile(
    r"^(?:[\w$@.:>-]*[.>:])?_*(require(?=[A-Z_d])|ensure|assert|check|verify|enforce|authori[sz]e|authenticate|validate|deny|guard)"
    r"[A-Z_!]?\w*[!?]?$",
)
TRANSACTIONS: Final = re.compile(r"(?i)transaction$|^intx$|^withtx$|^with_lock$")
SCOPES: Final = re.compile(
    r"(?i)tenant|org|workspace|account|company|team|customer|merchant|store|user|owner|author|deleted|archived|"
    r"published|status|state|active|enabled|project|vault"
)
QUERIES: Final = re.compile(
    r"^(where|and_?where|find\w*|where\w+|Where|And|exists\??|update_?[mM]any|delete_?[mM]any|count)$"
)
ROUTES: Final = re.compile(
    r"^(get|post|put|patch|delete|all|use|route|GET|POST|PUT|PATCH|DELETE|Use|Group|Bind|Handle)$"
)
MACROS: Final = re.compile(r"^(before_action|validates?\w*|rate_limit|protect_from_forgery|after_commit|encrypts)$")

IF_NODES: Final = {"if_statement", "if", "unless", "if_modifier", "unless_modifier"}
CALL_NODES: Final = {
    "call_expression",
    "call",
    "method_invocation",
    "function_call_expression",
    "member_call_expression",
    "scoped_call_expression",
}
ANNOTATION_NODES: Final = {"decorator", "annotation", "marker_annotation", "attribute_group"}
STATEMENTS: Final = {"expression_statement"}
FUNCTIONS: Final = {
    "function_declaration",
    "method_definition",
    "method_declaration",
    "method",
    "arrow_function",
    "function_expression",
    "func_literal",
    "singleton_method",
    "function_definition",
    "constructor_declaration",
    "anonymous_function",
    "lambda_expression",
    "do_block",
    "block",
}
LONGEST_EXIT: Final = 8  # lines


@dataclass(frozen=True, slots=True)
class Loss:
    """One guard cut out of a file.

    Attributes:
        start: byte; `end` is behind the last one.
        put: what stands there instead.
        lines: 1-based lines of the guard at base.
    """

    operator: str
    start: int
    end: int
    put: bytes
    lines: tuple[int, int]

    def applied(self, data: bytes) -> bytes:
        """The file without the guard; lines that are left empty go too."""
        start, end = self.start, self.end
        line = data.rfind(b"\n", 0, start) + 1
        stop = data.find(b"\n", end)
        stop = len(data) if stop < 0 else stop
        if not self.put and not data[line:start].strip() and not data[end:stop].strip(b" \t;"):
            return data[:line] + data[stop + 1 :]
        return data[:start] + self.put + data[end:]


def parsed(name: str, data: bytes) -> Node:
    """The root of the syntax tree."""
    return Parser(grammar(name)).parse(data).root_node


def losses(name: str, data: bytes) -> Iterator[Loss]:
    """Every guard of the file that an operator can cut out."""
    for node in nodes(parsed(name, data)):
        for operator, cut in OPERATORS.items():
            loss = cut(node)
            if loss is not None:
                start, end, put = loss
                lines = (data.count(b"\n", 0, start) + 1, data.count(b"\n", 0, end) + 1)
                yield Loss(operator, start, end, put, lines)


def nodes(root: Node) -> Iterator[Node]:
    """All named nodes, outer before inner."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.named_children))


Cut = tuple[int, int, bytes] | None


def early_exit(node: Node) -> Cut:
    """An `if` that does nothing but refuse."""
    if node.type not in IF_NODES or not node.is_named or not inside(node, FUNCTIONS):
        return None
    body = text(node.child_by_field_name("consequence") or node.child_by_field_name("body"))
    condition = condition_of(node)
    plain_error = re.fullmatch(r"\(?\s*(err|e|error|ex)\s*(!=\s*nil)?\s*\)?", condition)
    if node.child_by_field_name("alternative") is not None or body.count("\n") > LONGEST_EXIT or plain_error:
        return None
    if node.parent is not None and node.parent.type in {"else_clause", "else"}:
        return None
    return whole(node) if EXITS.search(body) and REFUSALS.search(body) else None


def annotation(node: Node) -> Cut:
    """A decorator or annotation that guards."""
    if node.type not in ANNOTATION_NODES or not ANNOTATIONS.search(text(node)[:40]):
        return None
    return whole(node)


def guard_call(node: Node) -> Cut:
    """A statement that is nothing but the call of a check."""
    call = node.named_children[0] if node.type in STATEMENTS and node.named_children else node
    if call.type == "await_expression" and call.named_children:
        call = call.named_children[0]
    parent = node.parent.type if node.parent is not None else ""
    if call.type not in CALL_NODES or (node is call and parent not in {"body_statement", "then", "block_body"}):
        return None
    if not CALLS.match(callee(call)) or not inside(node, FUNCTIONS):
        return None
    return whole(node)


def middleware(node: Node) -> Cut:
    """A guarding argument between the path and the handler of a route."""
    if (
        node.type not in CALL_NODES
        or node.type == "method_invocation"
        or not ROUTES.match(callee(node).rsplit(".", 1)[-1].rsplit(">", 1)[-1])
    ):
        return None
    given = arguments(node)
    plain = {"identifier", "call_expression", "member_expression", "selector_expression", "member_call_expression"}
    for number, argument in enumerate(given[:-1]):
        if number and argument.type in plain and GUARD_WORDS.search(text(argument)[:80]) and "\n" not in text(argument):
            return (argument.start_byte, given[number + 1].start_byte, b"")
    return None


def macro(node: Node) -> Cut:
    """A line of a class that guards all its actions."""
    if node.type != "call" or not MACROS.match(callee(node)):
        return None
    if callee(node) == "before_action" and not GUARD_WORDS.search(text(node)):
        return None
    return None if inside(node, {"method", "do_block"}) else whole(node)


def transaction(node: Node) -> Cut:
    """The wrapper of a transaction: its body stays."""
    if node.type not in CALL_NODES or not TRANSACTIONS.search(callee(node).rsplit(".", 1)[-1].rsplit(":", 1)[-1]):
        return None
    closures = [
        it
        for it in nodes(node)
        if it.type
        in {
            "arrow_function",
            "func_literal",
            "do_block",
            "lambda_expression",
            "function_expression",
            "anonymous_function",
            "block",
        }
    ]
    if not closures:
        return None
    body = closures[0].child_by_field_name("body") or closures[0]
    inner = text(body).strip()
    if inner.startswith(("{", "do")):
        inner = re.sub(r"^(\{|do\b(\s*\|[^|]*\|)?)|(\}|\bend)$", "", inner).strip()
    if inner.count("\n") < 1 or node.parent is None:
        return None
    outer = node.parent if node.parent.type == "await_expression" else node
    if outer.parent is not None and outer.parent.type in {"return_statement", "expression_statement"}:
        outer = outer.parent
    elif outer.parent is None or outer.parent.type not in {"body_statement", "then"}:
        return None
    return (outer.start_byte, outer.end_byte, inner.encode())


def scope(node: Node) -> Cut:
    """A key of a query's condition, or a link of its chain."""
    if node.type in {"pair", "shorthand_property_identifier"} and SCOPES.search(text(node).split(":")[0]):
        around = enclosing_call(node)
        if around is not None and QUERIES.match(callee(around).rsplit(".", 1)[-1]):
            return argument_cut(node)
    if node.type not in CALL_NODES or not QUERIES.match(callee(node).rsplit(".", 1)[-1].rsplit(">", 1)[-1]):
        return None
    subject = node.child_by_field_name("receiver") or node.child_by_field_name("object")
    function = node.child_by_field_name("function")
    if subject is None and function is not None:
        subject = function.child_by_field_name("object") or function.child_by_field_name("operand")
    said = " ".join(text(argument) for argument in arguments(node))
    chained = node.parent is not None and node.parent.type in {
        "member_expression",
        "call",
        "selector_expression",
        "method_invocation",
        "member_call_expression",
    }
    if subject is None or not chained or not SCOPES.search(said) or subject.type not in CALL_NODES:
        return None
    return (subject.end_byte, node.end_byte, b"")


OPERATORS: Final[dict[str, Callable[[Node], Cut]]] = {
    "early exit": early_exit,
    "annotation": annotation,
    "guard call": guard_call,
    "middleware": middleware,
    "class macro": macro,
    "transaction": transaction,
    "query scope": scope,
}


def text(node: Node | None) -> str:
    """The source of a node."""
    return "" if node is None else (node.text or b"").decode("utf-8", "replace")


def whole(node: Node) -> Cut:
    return (node.start_byte, node.end_byte, b"")


def condition_of(node: Node) -> str:
    return text(node.child_by_field_name("condition"))


def callee(node: Node) -> str:
    """What is called, with what it is called on, without spaces."""
    fields = (node.child_by_field_name(name) for name in ("function", "method", "name"))
    return re.sub(r"\s+", "", text(next((name for name in fields if name is not None), None)))


def arguments(node: Node) -> list[Node]:
    given = node.child_by_field_name("arguments")
    return [] if given is None else given.named_children


def inside(node: Node, kinds: set[str]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.type in kinds:
            return True
        parent = parent.parent
    return False


def enclosing_call(node: Node) -> Node | None:
    parent = node.parent
    while parent is not None and parent.type in {"object", "pair", "arguments", "argument_list", "hash"}:
        parent = parent.parent
    return parent if parent is not None and parent.type in CALL_NODES else None


def argument_cut(node: Node) -> Cut:
    """The node with the comma that belongs to it."""
    following, before = node.next_named_sibling, node.prev_named_sibling
    if following is not None:
        return (node.start_byte, following.start_byte, b"")
    return None if before is None else (before.end_byte, node.end_byte, b"")
