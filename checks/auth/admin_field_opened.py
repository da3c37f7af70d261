"""The administration lets more be edited.

A page of the administration listed fields that can only be read, or left fields out. A field of power (role, owner,
permission, balance, state) is no longer among them.

Why it matters:
    Everybody with a sign-in to the administration can change it there, past the rules of the service and often without
    a record.

Instead:
    Keep such fields readable only, and change them through the code that keeps their rules.

What it does not see:
    Permissions of single users in the administration.

Sources:
    Catalogue AZ21; Django documentation, ModelAdmin.readonly_fields.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from checks.declarations.classes import Class
from checks.declarations.pairs import class_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_base, code
from checks.kit.undo import became

_ADMIN = re.compile(r"(ModelAdmin|Admin|Inline|TabularInline|StackedInline)(Base|Mixin)?$")
_POWER = re.compile(
    r"(^|_)(role|roles|owner|user|permissions?|groups|is_\w+|balance|amount|credit|status|state|tenant|organi[sz]ation|"
    r"workspace|password|token|secret|key|plan|quota|price|total|approved|verified|paid)(_id)?$"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every field of power that left the list of fields that are read or left out."""
    for pair in class_pairs(change):
        if not any(_ADMIN.search(base) for base in pair.base.bases):
            continue
        for option in ("readonly_fields", "exclude"):
            kept = _names(pair.head, option)
            attribute = pair.head.attributes.get(option)
            if attribute is not None and kept is None:
                continue  # computed
            for name, node in (_names(pair.base, option) or {}).items():
                if name not in (kept or {}) and _POWER.search(name):
                    says = Sentence(
                        kind=Kind.WEAKENED,
                        symbol=pair.base.name,
                        fact=f"{option} {name}",
                        title=f"{code(name)} can be edited in `{pair.base.name}` now",
                        message="It is changed past the rules of the service.",
                        confidence=0.72,
                    )
                    if pair.head_change is change and attribute is not None:
                        yield became(change, node, attribute.statement, says)
                    else:
                        yield at_base(change, node, says)


def _names(cls: Class, option: str) -> Mapping[str, ast.expr] | None:
    """Name -> entry of a list of texts; None when the list is computed."""
    attribute = cls.attributes.get(option)
    value = attribute.value if attribute else None
    if value is None:
        return {}
    if not isinstance(value, ast.List | ast.Tuple | ast.Set):
        return None
    return {str(item.value): item for item in value.elts if isinstance(item, ast.Constant)}


_ADMIN_PAGE = """
    class OrderAdmin(admin.ModelAdmin):
        list_display = ["number"]
        readonly_fields = [{fields}]
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ21",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the state can be edited",
            base=_ADMIN_PAGE.format(fields='"number", "status"'),
            head=_ADMIN_PAGE.format(fields='"number"'),
            finds=((3, "`status` can be edited in `OrderAdmin` now"),),
        ),
        Example(
            "a field without power",
            base=_ADMIN_PAGE.format(fields='"number", "note"'),
            head=_ADMIN_PAGE.format(fields='"number"'),
        ),
        Example(
            "another order",
            base=_ADMIN_PAGE.format(fields='"number", "status"'),
            head=_ADMIN_PAGE.format(fields='"status", "number"'),
        ),
        Example(
            "a list that is computed",
            base=_ADMIN_PAGE.format(fields='"number", "status"'),
            head=_ADMIN_PAGE.format(fields='"number"').replace('["number"]\n', "READ_ONLY\n", 2),
        ),
    ),
)
