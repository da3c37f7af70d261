"""PostgreSQL expressions: how a default comes about, what a check proves, which functions it calls."""

from __future__ import annotations

from checks.schema.columns import Default, DefaultKind
from checks.schema.sql.node import Node, child, children, number, strings, unwrap, walk, word

STABLE_FUNCTIONS = frozenset(
    """now transaction_timestamp statement_timestamp current_user session_user user current_database current_schema
    current_setting pg_backend_pid inet_client_addr to_char to_date to_number to_timestamp to_json to_jsonb
    json_build_object json_build_array jsonb_build_object jsonb_build_array row_to_json array_to_json date_trunc
    date_part extract timezone age concat concat_ws format txid_current pg_current_xact_id""".split()
)
_IMMUTABLE = frozenset(
    """lower upper initcap length char_length octet_length abs ceil ceiling floor round trunc sign sqrt power exp ln log
    pi degrees radians mod div md5 sha256 encode decode chr ascii repeat replace reverse substr substring left right
    trim btrim ltrim rtrim lpad rpad split_part strpos position overlay translate regexp_replace make_interval
    make_date make_time make_timestamp justify_days justify_hours array_fill array_append array_prepend array_cat
    string_to_array array_to_string cardinality array_length int4range int8range numrange tsrange tstzrange daterange
    numeric_inc host masklen int4 int8 text jsonb json_object jsonb_object jsonb_set hstore to_tsvector
    to_tsquery coalesce nullif greatest least""".split()
)
VOLATILE_FUNCTIONS = frozenset(
    """random gen_random_uuid uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuid uuidv4 uuidv7 gen_random_bytes
    clock_timestamp timeofday nextval setval currval lastval newid rand uuid_to_bin sysdate""".split()
)
_NO_ARGUMENTS = frozenset({"now", "pi", "transaction_timestamp", "statement_timestamp"})


def function_kind(name: str, arguments: int) -> DefaultKind:
    """How often the function's answer changes; a function nobody knows may change with every row."""
    if name in _NO_ARGUMENTS and arguments:
        return DefaultKind.VOLATILE
    if name in STABLE_FUNCTIONS:
        return DefaultKind.STABLE
    return DefaultKind.CONSTANT if name in _IMMUTABLE else DefaultKind.VOLATILE


def default_of(expression: Node) -> Default | None:
    """The default that an expression makes; None for DEFAULT NULL, which is none."""
    name, inner = unwrap(expression)
    if is_null(expression):
        return None
    kinds = {function_kind(function, count) for function, count in functions(expression)}
    stable = any(kind == "SQLValueFunction" for kind, _ in walk(expression))
    text = brief(name, inner)
    if DefaultKind.VOLATILE in kinds:
        return Default(DefaultKind.VOLATILE, text)
    return Default(DefaultKind.STABLE if stable or DefaultKind.STABLE in kinds else DefaultKind.CONSTANT, text)


def is_null(expression: Node) -> bool:
    """Whether the expression is the constant NULL, cast or not."""
    name, inner = unwrap(expression)
    while name == "TypeCast":
        name, inner = unwrap(inner.get("arg"))
    return name == "A_Const" and inner.get("isnull") is True


def functions(expression: object) -> tuple[tuple[str, int], ...]:
    """Name (without schema, lower case) and number of arguments of every function called in it."""
    found: list[tuple[str, int]] = []
    for name, inner in walk(expression):
        if name == "FuncCall":
            names = strings(children(inner, "funcname"))
            found.append((names[-1].lower() if names else "", len(children(inner, "args"))))
    return tuple(found)


def unstable(expression: object) -> tuple[str, ...]:
    """Functions in it whose answer differs from run to run; now() counts, an own function does not."""
    wobbly = VOLATILE_FUNCTIONS - {"nextval", "setval", "currval", "lastval"}
    names = [name for name, _ in functions(expression) if name in wobbly or name in _NO_ARGUMENTS - {"pi"}]
    values = [
        word(inner, "op").removeprefix("SVFOP_").lower()
        for kind, inner in walk(expression)
        if kind == "SQLValueFunction"
    ]
    return tuple(
        dict.fromkeys((*names, *(value for value in values if value.startswith(("current_t", "current_d", "local")))))
    )


def constant(expression: object) -> str | None:
    """The text of a constant, through casts; None when it is none."""
    name, inner = unwrap(expression)
    while name == "TypeCast":
        name, inner = unwrap(inner.get("arg"))
    if name != "A_Const":
        return None
    if "sval" in inner:
        return word(child(inner, "sval"), "sval")
    if "ival" in inner:
        return str(number(child(inner, "ival"), "ival") or 0)
    if "fval" in inner:
        return word(child(inner, "fval"), "fval")
    if "boolval" in inner:
        return "true" if child(inner, "boolval").get("boolval") else "false"
    return None


def column_of(expression: object) -> str:
    """The column that a plain reference names, "" for anything else."""
    name, inner = unwrap(expression)
    if name != "ColumnRef":
        return ""
    names = strings(children(inner, "fields"))
    return names[-1] if names else ""


def proves_not_null(expression: object) -> str:
    """The column of "col IS NOT NULL" (also as one part of an AND), else ""."""
    name, inner = unwrap(expression)
    if name == "NullTest" and word(inner, "nulltesttype") == "IS_NOT_NULL":
        return column_of(inner.get("arg"))
    if name == "BoolExpr" and word(inner, "boolop") == "AND_EXPR":
        for part in children(inner, "args"):
            if column := proves_not_null(part):
                return column
    return ""


def columns_in(expression: object) -> tuple[str, ...]:
    """Every column that an expression names, once, in order."""
    found = (strings(children(inner, "fields")) for name, inner in walk(expression) if name == "ColumnRef")
    return tuple(dict.fromkeys(names[-1] for names in found if names))


def brief(name: str, inner: Node) -> str:
    """A short text for people: the constant, the function, the cast, else an ellipsis."""
    if name == "TypeCast":
        return brief(*unwrap(inner.get("arg")))
    if name == "FuncCall":
        return f"{'.'.join(strings(children(inner, 'funcname')))}()"
    if name == "SQLValueFunction":
        return word(inner, "op").removeprefix("SVFOP_").removesuffix("_N").lower()
    text = constant({name: inner})
    if text is None:
        return "…"
    return f"'{text}'" if "sval" in inner else text
