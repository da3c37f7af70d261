"""Guards that vanish are losses, in whatever language; everything else about them is not."""

import re

import pytest

from checks.kit import Action, Kind, Side
from reviewer.analysis.semgrep.findings import POLICY_MIGRATION
from tests.reviewer.analysis.semgrep.reviewing import review

ROUTES = """
const router = express.Router();
router.get("/orders", requireAuth, orders.list);
router.post("/orders", requireAuth, requireRole("admin"), orders.create);
router.get("/health", health);
"""
PAY = """
export class OrderService {
  async pay(id: string) {
    return this.prisma.$transaction(async (tx) => {
      await tx.order.update({ where: { id }, data: { status: "paid" } });
      await tx.entry.create({ data: { orderId: id } });
    });
  }
  async read(id: string) {
    return this.prisma.order.findUnique({ where: { id } });
  }
}
"""
LIST = """
export async function list(prisma, user, status) {
  return prisma.order.findMany({ where: { status, organizationId: user.organizationId } });
}
"""


def test_a_lost_guard_of_a_route_is_shown_where_it_stood() -> None:
    told = review(ROUTES, ROUTES.replace('requireRole("admin"), ', ""))
    ((rule, hit),) = told.found
    assert (rule, hit.kind, hit.symbol) == ("auth/express-route-guard-removed", Kind.LOST, "router.post('/orders')")
    assert (hit.span.side, hit.span.path, hit.span.start_line) == (Side.LEFT, "src/orders.ts", 3)
    assert hit.title == '`router.post("/orders")` is no longer guarded by `requireRole("admin")`'
    assert [(evidence.label, evidence.span.side) for evidence in hit.evidence] == [
        ("was", Side.LEFT),
        ("still here", Side.RIGHT),
    ]
    assert "requireRole" in hit.evidence[0].snippet
    assert hit.evidence[1].snippet == 'router.post("/orders", requireAuth, orders.create);'


def test_a_lost_transaction_is_a_loss_though_every_line_inside_it_changed() -> None:
    head = PAY.replace("return this.prisma.$transaction(async (tx) => {", "").replace("    });\n", "", 1)
    told = review(PAY, head.replace("tx.", "this.prisma."))
    ((rule, hit),) = told.found
    assert (rule, hit.kind, hit.symbol) == ("transactions/node-transaction-removed", Kind.LOST, "OrderService.pay")
    assert hit.span.start_line == 3


def test_a_lost_tenant_key_is_a_loss() -> None:
    told = review(LIST, LIST.replace(", organizationId: user.organizationId", ""))
    assert told.facts == [("tenancy/node-tenant-key-removed", "lost", 2)]
    assert told.found[0][1].title == "`prisma.order.findMany` no longer filters by `organizationId`"


@pytest.mark.parametrize(
    ("path", "base", "removed"),
    [
        ("a.js", "app.use(helmet());\napp.use(express.json());\napp.get('/a', list);\n", "app.use(helmet());\n"),
        (
            "c.ts",
            "@Controller()\nclass C {\n  @UseGuards(OwnerGuard)\n  @Get()\n  async list() { return this.all(); }\n}\n",
            "  @UseGuards(OwnerGuard)\n",
        ),
        ("l.js", "router.post('/login', loginLimiter, sessions.create);\n", "loginLimiter, "),
        ("v.js", "router.post('/orders', validate(order), orders.create);\n", "validate(order), "),
        (
            "f.js",
            "export default async (app) => {\n  app.addHook('onRequest', verifyAccess);\n  app.get('/a', list);\n};\n",
            "  app.addHook('onRequest', verifyAccess);\n",
        ),
    ],
)
def test_every_guard_rule_reports_its_loss(path: str, base: str, removed: str) -> None:
    told = review({path: base}, {path: base.replace(removed, "")})
    assert [hit.kind for _, hit in told.found] == [Kind.LOST]


SAME = [
    ("layout", ROUTES, ROUTES.replace(", requireAuth, ", ",\n  requireAuth,\n  ")),
    ("quotes and semicolons", ROUTES, ROUTES.replace('"', "'").replace(";", "")),
    ("comments", ROUTES, ROUTES.replace("requireAuth,", "requireAuth, // said\n")),
    ("reordered routes", ROUTES, "\n".join(ROUTES.strip().split("\n")[:1] + ROUTES.strip().split("\n")[:0:-1])),
    ("another guard first", ROUTES, ROUTES.replace("requireAuth,", "audit, requireAuth,")),
    (
        "a route that went with its guard",
        ROUTES,
        ROUTES.replace('router.get("/orders", requireAuth, orders.list);', ""),
    ),
    ("a guard that came", ROUTES.replace("requireAuth, orders.list", "orders.list"), ROUTES),
    ("another handler", ROUTES, ROUTES.replace("orders.list", "orders.page")),
    ("a renamed function", PAY, PAY.replace("async pay(", "async settle(")),
    ("an edit inside a transaction", PAY, PAY.replace('"paid"', '"settled"')),
    (
        "a function that went with its transaction",
        PAY,
        (
            "export class OrderService {\n  async read(id: string) {\n"
            "    return this.prisma.order.findUnique({ where: { id } });\n  }\n}\n"
        ),
    ),
    (
        "a condition that got a name",
        LIST,
        LIST.replace(
            "return prisma.order.findMany({ where: { status, organizationId: user.organizationId } });",
            "const where = { status, organizationId: user.organizationId };\nreturn prisma.order.findMany({ where });",
        ),
    ),
    (
        "a condition that is nested now",
        LIST,
        LIST.replace(
            "{ status, organizationId: user.organizationId }",
            "{ AND: [{ status }, { organizationId: user.organizationId }] }",
        ),
    ),
    ("a query that went", LIST, LIST.replace(LIST.strip().split("\n")[1], "  return [];")),
]


@pytest.mark.parametrize(("base", "head"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_silent(base: str, head: str) -> None:
    told = review(base, head)
    assert (told.facts, told.skips) == ([], ())


def test_equal_sides_of_a_renamed_file_are_silent() -> None:
    assert review({"a.ts": ROUTES + "// a"}, {"a.ts": ROUTES}).facts == []


def test_another_guard_in_its_place_is_a_change() -> None:
    told = review(ROUTES, ROUTES.replace('requireRole("admin")', 'requireRole("member")'))
    ((_, hit),) = told.found
    assert hit.kind is Kind.CHANGED
    assert hit.title.endswith('instead: `requireRole("member")`')
    assert [evidence.label for evidence in hit.evidence] == ["was", "now"]


THROTTLE = """\
Rack::Attack.throttle("log in", limit: 5, period: 1.week.to_i) do |request|
  request.ip if request.path == "/login"
end
"""


def test_a_call_and_the_same_call_with_its_block_are_one_guard() -> None:
    told = review({"config/attack.rb": THROTTLE}, {"config/attack.rb": THROTTLE.replace("1.week", "1.day")})
    ((rule, hit),) = told.found
    assert (rule, hit.kind) == ("rate-limits/ruby-rate-limit-removed", Kind.CHANGED)
    assert hit.title == "`Rack::Attack.throttle` changed: `1.week.to_i` became `1.day.to_i`"


def test_code_with_backticks_of_its_own_is_left_as_it_is() -> None:
    route = "router.delete('/orders', requireRole(`admin`), orders.drop);\n"
    told = review(ROUTES + route, ROUTES + route.replace("requireRole(`admin`), ", ""))
    ((_, hit),) = told.found
    assert hit.title == "`router.delete('/orders')` is no longer guarded by requireRole(`admin`)"


def test_a_long_condition_is_cut_inside_its_code() -> None:
    base = f"function pay(user, order) {{\n  if (!user.isAdmin && {'order.total > 5 && ' * 12}order.open) {{\n"
    base += "    throw new ForbiddenError();\n  }\n  return charge(order);\n}\n"
    told = review(base, "function pay(user, order) {\n  return charge(order);\n}\n")
    assert told.found
    assert all(hit.title.count("`") == 2 for _, hit in told.found)
    assert all("…` is gone" in hit.title for _, hit in told.found)


def test_a_guard_around_the_whole_router_of_the_file_is_a_move_that_asks_nothing() -> None:
    head = ROUTES.replace("requireAuth, ", "").replace("Router();", "Router();\nrouter.use(requireAuth);")
    told = review(ROUTES, head)
    assert {(hit.kind, hit.action) for _, hit in told.found} == {(Kind.MOVED, Action.NOTE)}


def test_a_guard_around_the_router_behind_its_routes_is_a_move_that_asks() -> None:
    head = ROUTES.replace("requireAuth, ", "") + "router.use(requireAuth);\n"
    told = review(ROUTES, head)
    assert {(hit.kind, hit.action) for _, hit in told.found} == {(Kind.MOVED, None)}


def test_the_same_guard_on_another_route_is_no_move() -> None:
    head = ROUTES.replace('requireRole("admin"), ', "") + 'router.put("/orders", requireRole("admin"), orders.put);\n'
    assert [hit.kind for _, hit in review(ROUTES, head).found] == [Kind.LOST]


def test_a_transaction_that_moved_to_a_caller_in_another_file_is_a_move() -> None:
    head = PAY.replace("return this.prisma.$transaction(async (tx) => {", "").replace("    });\n", "", 1)
    caller = """
    export async function checkout(prisma, service, id) {
      return prisma.$transaction(async (tx) => {
        await service.pay(tx, id);
        await service.ship(tx, id);
      });
    }
    """
    told = review({"src/a.ts": PAY}, {"src/a.ts": head, "src/b.ts": caller})
    ((_, hit),) = told.found
    assert (hit.kind, hit.span.path) == (Kind.MOVED, "src/a.ts")
    assert hit.title.endswith(" moved to src/b.ts:2")


def test_routes_that_moved_to_another_file_with_their_guards_are_silent() -> None:
    told = review({"a.ts": ROUTES}, {"a.ts": "export {};\n", "routes/b.ts": ROUTES})
    assert told.facts == []


def test_routes_that_moved_to_another_file_without_their_guard_have_lost_it() -> None:
    told = review(
        {"a.ts": ROUTES}, {"a.ts": "export {};\n", "routes/b.ts": ROUTES.replace('requireRole("admin"), ', "")}
    )
    assert [(hit.kind, hit.symbol) for _, hit in told.found] == [(Kind.LOST, "router.post('/orders')")]


def test_of_two_equal_queries_the_one_that_went_takes_its_guard_along() -> None:
    twice = LIST.replace("return prisma", "await prisma").replace("});\n", "});\n  LINE\n")
    line = "await prisma.order.findMany({ where: { organizationId: user.organizationId } });"
    base, head = twice.replace("LINE", line), twice.replace("LINE", "")
    assert review(base, head).facts == []
    bare = twice.replace("LINE", "await prisma.order.findMany({ where: { status } });")
    assert [kind for _, kind, _ in review(base, bare).facts] == ["lost"]


def test_one_guard_lost_in_many_places_is_one_note_with_all_of_them() -> None:
    base = "".join(f"router.get('/r{n}', requireAuth, list{n});\n" for n in range(POLICY_MIGRATION))
    told = review(base, base.replace("requireAuth, ", ""))
    ((_, hit),) = told.found
    assert hit.title.startswith(f"One guard in {POLICY_MIGRATION} places")
    assert all(f"router.get('/r{n}')" in hit.message for n in range(POLICY_MIGRATION))
    fewer = review(base, base.replace("requireAuth, ", "", POLICY_MIGRATION - 1))
    assert len(fewer.found) == POLICY_MIGRATION - 1


def test_a_loss_has_the_same_fact_wherever_its_lines_are() -> None:
    def facts(text: str) -> list[tuple[str | None, str]]:
        told = review(text, re.sub(r"requireRole\(.admin.\), ", "", text))
        return [(hit.symbol, hit.fact) for _, hit in told.found]

    assert facts(ROUTES) == facts("\n\n// further down\n" + ROUTES) == facts(ROUTES.replace('"', "'"))
