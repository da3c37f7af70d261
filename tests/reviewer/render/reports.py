"""Three reports that the format tests share: nothing found, one finding, and one of everything."""

from __future__ import annotations

from dataclasses import replace

from checks.kit import Action, Area, Kind, Severity, Side
from reviewer.domain.report import (
    Authorship,
    Boundary,
    ConstraintResult,
    FileArea,
    Finding,
    Report,
    ReportedEvidence,
    ReportedFile,
    ReportedSuggestion,
    Signal,
    Suppression,
    Timing,
    Tool,
)

QUIET = Report(
    version=1,
    tool=Tool("holdfast", "0.1.0"),
    base="77ab0e4" + "0" * 33,
    head="9f3c2a1" + "0" * 33,
    verdict="success",
    complete=True,
    files=(
        ReportedFile("logo.png", None, "added", (), "binary at head"),
        ReportedFile("shop/orders.py", None, "modified", (), None),
    ),
    findings=(),
    boundaries=(),
    constraints=(),
    authorship=Authorship(agent=None),
    timing=Timing(120.5, {"read": 20.5, "checks": 100.0}),
)

LOST = Finding(
    fingerprint="11111111111111111111",
    check="tenancy/tenant-filter-removed",
    codes=("TN01",),
    area=Area.TENANCY,
    kind=Kind.LOST,
    severity=Severity.HIGH,
    confidence=0.95,
    action=Action.SIGN_OFF,
    inline=True,
    path="orders/views.py",
    side=Side.LEFT,
    start_line=41,
    end_line=42,
    symbol="OrderView.get_queryset",
    title="tenant filter removed from OrderView.get_queryset",
    message="Every caller can read the orders of every organization.",
    evidence=(
        ReportedEvidence(
            Side.LEFT,
            "orders/views.py",
            41,
            42,
            "return Order.objects.filter(\n    organization=self.request.organization)",
            "was",
        ),
        ReportedEvidence(Side.RIGHT, "orders/views.py", 39, 39, "return Order.objects.all()", "now"),
        ReportedEvidence(
            Side.RIGHT,
            "invoices/views.py",
            12,
            12,
            "return Invoice.objects.filter(organization=org)",
            "nearest example",
        ),
    ),
    suggestion=ReportedSuggestion(39, 39, "return Order.objects.filter(\n    organization=self.request.organization)"),
    docs="https://docs.example/tenancy/tenant-filter-removed.md",
    suppressed=None,
)

RISK = replace(
    LOST,
    fingerprint="22222222222222222222",
    check="migrations/not-null-added",
    codes=("MIG-A03",),
    area=Area.MIGRATIONS,
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    path="db/0042_ref.py",
    side=Side.RIGHT,
    start_line=18,
    end_line=18,
    symbol=None,
    title="NOT NULL on orders.ref while old readers still run",
    message="Writes of the old version fail from the moment of the migration.",
    evidence=(ReportedEvidence(Side.RIGHT, "db/0042_ref.py", 18, 18, "null=False,", "now"),),
    suggestion=None,
    docs="https://docs.example/migrations/not-null-added.md",
)

WARNING = replace(
    RISK,
    fingerprint="33333333333333333333",
    check="queries/unbounded-list",
    codes=(),
    area=Area.QUERIES,
    severity=Severity.MEDIUM,
    confidence=0.6,
    action=Action.WARN,
    inline=False,
    path="shop/list.py",
    start_line=3,
    end_line=4,
    title="list endpoint without a limit",
    message="One request can load the whole table.",
    evidence=(),
    docs="https://docs.example/queries/unbounded-list.md",
)

NOTE = replace(
    LOST,
    fingerprint="44444444444444444444",
    check="auth/authentication-removed",
    codes=("AZ01",),
    area=Area.AUTH,
    kind=Kind.MOVED,
    severity=Severity.LOW,
    action=Action.NOTE,
    inline=False,
    path="shop/api.py",
    start_line=7,
    end_line=7,
    symbol="ship",
    title="login_required moved from ship to its router",
    message="The router covers it now.",
    evidence=(),
    suggestion=None,
    docs="https://docs.example/auth/authentication-removed.md",
)

HUSHED = replace(
    NOTE,
    fingerprint="55555555555555555555",
    kind=Kind.LOST,
    action=Action.SIGN_OFF,
    start_line=30,
    title="login_required removed from health",
    suppressed=Suppression("public by design", "2030-01-01"),
)

SMALL = replace(QUIET, verdict="neutral", findings=(WARNING,))

RICH = replace(
    QUIET,
    verdict="failure",
    complete=False,
    files=(
        ReportedFile(
            "orders/views.py",
            None,
            "modified",
            (FileArea(Area.TENANCY, "filters a queryset by organization", 0.9),),
            None,
        ),
        ReportedFile("db/0042_ref.py", None, "added", (), None),
        ReportedFile("shop/list.py", "shop/listing.py", "renamed", (), None),
        ReportedFile("shop/api.py", None, "modified", (), None),
        ReportedFile("gen/schema.py", None, "modified", (), "does not parse: line 3: invalid syntax"),
        ReportedFile("logo.png", None, "added", (), "binary at head"),
    ),
    findings=(RISK, LOST, WARNING, NOTE, HUSHED),
    boundaries=(
        Boundary(
            Area.MIGRATIONS,
            "ab" * 32,
            ("db/0042_ref.py",),
            (RISK.fingerprint,),
            1,
            ("@acme/db", "ana"),
            (),
            "open",
        ),
        Boundary(
            Area.TENANCY,
            "cd" * 32,
            ("orders/views.py",),
            (LOST.fingerprint,),
            1,
            ("anyone with write access",),
            (),
            "void",
        ),
        Boundary(
            Area.AUTH,
            "ef" * 32,
            ("shop/api.py",),
            (),
            1,
            ("ana",),
            ("ana",),
            "carried",
        ),
    ),
    constraints=(ConstraintResult("C-07", "commission", "violated"),),
    authorship=Authorship("claude-code", (Signal("co-author", "Claude <noreply@anthropic.com>"),)),
    notes=(".github/holdfast.yml:3:1: unknown key 'exclud' (did you mean 'exclude'?)",),
)
