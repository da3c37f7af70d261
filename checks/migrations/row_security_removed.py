"""Row level security is switched off, or a policy is dropped or opened.

Rows of one tenant are open to the next.

Why it matters:
    Policies are the last guard between tenants: where the code forgets a filter, they still hold. Without
    them one forgotten filter shows everything.

Instead:
    Replace a policy in one transaction (`ALTER POLICY`, or DROP and CREATE of a policy as strict), and let the
    owner of the isolation sign.

What it does not see:
    Whether a changed condition is wider or narrower, other than `USING (true)`.

Sources:
    Catalogue MIG-S06; PostgreSQL documentation "Row Security Policies".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import DropTable, Policy, RowSecurity


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Row security that is switched off, policies that go or let every row through."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, RowSecurity) and operation.change in {"disable", "no force"} and case.existing_table:
            what = f"row level security of {operation.table}: {operation.change}"
            yield _told(case, what, Action.BLOCK, Kind.LOST)
        elif isinstance(operation, Policy):
            if operation.change == "drop" and not _comes_back(case, operation):
                yield _told(case, f"policy {operation.name} of {operation.table} is dropped", Action.BLOCK, Kind.LOST)
            elif operation.open:
                yield _told(
                    case,
                    f"policy {operation.name} of {operation.table} lets every row through",
                    Action.BLOCK,
                    Kind.WEAKENED,
                )
            elif operation.change == "alter":
                yield _told(
                    case, f"policy {operation.name} of {operation.table} is altered", Action.SIGN_OFF, Kind.CHANGED
                )


def _comes_back(case: Case, operation: Policy) -> bool:
    """Made again in the same pull request, or its table goes too."""
    for step in case.beside():
        item = step.operation
        if isinstance(item, Policy) and item.change == "create" and item.table == operation.table and not item.open:
            return True
        if isinstance(item, DropTable) and item.table == operation.table:
            return True
    return False


def _told(case: Case, what: str, action: Action, kind: Kind) -> Hit:
    words = Words(
        what,
        what,
        "Where the code forgets a filter, rows of one tenant are open to the next.",
        "Replace it in one transaction by a policy as strict.",
    )
    return hit(case, words, action, kind=kind)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-S06",),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("switched off", "ALTER TABLE orders DISABLE ROW LEVEL SECURITY;\n", ((1, "disable"),)),
        alembic("a policy is dropped", 'op.execute("DROP POLICY tenant ON orders")', ((9, "policy tenant"),)),
        sql("a policy for everybody", "CREATE POLICY p ON orders USING (true);\n", ((1, "every row"),)),
        sql("switched on", "ALTER TABLE orders ENABLE ROW LEVEL SECURITY;\n"),
        sql("a new policy", "CREATE POLICY p ON orders USING (tenant_id = current_setting('app.tenant')::int);\n"),
        sql("replaced", "DROP POLICY p ON orders;\nCREATE POLICY p ON orders USING (customer_id = 1);\n"),
        sql("the table goes too", "DROP POLICY p ON orders;\nDROP TABLE orders;\n"),
    ),
)
