"""A tenant scope was removed from a query or a check.

A query filtered by organization, workspace, project or account, or a condition compared them. The
predicate is gone, and the same rows are still asked for.

Why it matters:
    Rows of all tenants answer. One customer reads or changes the data of another by a guessed number, and
    nothing in the logs looks wrong.

Instead:
    Keep the tenant in the query itself, or in a manager or a base query that every path goes through. A
    lookup path that ends in the tenant (`project__workspace=...`) counts as well.

What it does not see:
    A manager, a session event or row-level security that adds the predicate elsewhere; tenants that go by
    names it has not learnt.

Sources:
    Catalogue TN01, TN04; OWASP API Security Top 10 2023, API1; CWE-639.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.TENANT_SCOPE}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family tenant scope."""
    del options
    yield from tell(change, claim, "Data of other tenants is within reach.")


_QUERY = """
    def invoice_for(request, number):
        invoice = Invoice.objects.get({lookup})
        return render(request, "invoice.html", {{"invoice": invoice}})
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TN01", "TN04"),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the tenant left the lookup",
            base=_QUERY.format(lookup="number=number, workspace=request.workspace"),
            head=_QUERY.format(lookup="number=number"),
            finds=((2, "workspace=request.workspace"),),
        ),
        Example(
            "the tenant left a SQLAlchemy query",
            base="""
                def reports(session, org):
                    return session.scalars(select(Report).where(Report.organization_id == org.id)).all()
            """,
            head="""
                def reports(session, org):
                    return session.scalars(select(Report)).all()
            """,
            finds=((2, "organization_id"),),
        ),
        Example(
            "the tenant is reached by a longer path",
            base=_QUERY.format(lookup="number=number, workspace=request.workspace"),
            head=_QUERY.format(lookup="number=number, order__workspace_id=request.workspace.id"),
        ),
        Example(
            "the lookup was split over two lines",
            base=_QUERY.format(lookup="number=number, workspace=request.workspace"),
            head="""
                def invoice_for(request, number):
                    mine = Invoice.objects.filter(workspace=request.workspace)
                    invoice = mine.get(number=number)
                    return render(request, "invoice.html", {"invoice": invoice})
            """,
        ),
        Example(
            "a filter by something else was dropped",
            base=_QUERY.format(lookup="number=number, year=2026"),
            head=_QUERY.format(lookup="number=number"),
        ),
        Example(
            "the query went away",
            base=_QUERY.format(lookup="number=number, workspace=request.workspace"),
            head="""
                def invoice_for(request, number):
                    return redirect("invoices")
            """,
        ),
    ),
)
