"""FastAPI: dependencies of parameters, routes, routers and includes; aliases and policy objects."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

ROUTE = """
    router = APIRouter()

    @router.post("/orders/{pk}/close")
    async def close(pk: int, db: Session = Depends(get_db){here}):
        order = await db.get(Order, pk)
        order.close()
        await db.commit()
        return order
"""
DECORATED = """
    router = APIRouter({router})

    @router.post("/orders/{pk}/close"{here})
    async def close(pk: int, db: Session = Depends(get_db)):
        order = await db.get(Order, pk)
        order.close()
        await db.commit()
        return order
"""
PLAIN = DECORATED.replace("{router}", "")
GUARDED = DECORATED.replace("{router}", "dependencies=[Depends(require_admin)]")
ROUTER = """
    router = APIRouter(prefix="/orders"{here})
"""
INCLUDE = """
    app = FastAPI()
    app.include_router(orders.router, prefix="/orders"{here})
"""
ASSEMBLED = {
    "shop/main.py": """
        from shop import views
        app = FastAPI()
        api = APIRouter(dependencies=[Depends(require_admin)])
        api.include_router(views.router, prefix="/orders")
        app.include_router(api)
    """
}
INCLUDED = {
    "shop/api/__init__.py": "",
    "main.py": """
        from shop.views import router as orders
        def create_app():
            app = FastAPI()
            app.include_router(orders, prefix="/orders", dependencies=[Depends(require_admin)])
            return app
    """,
}
INCLUDED_OPENLY = {
    "main.py": """
        from shop.carts import router as carts
        from shop.views import router as orders
        app = FastAPI()
        app.include_router(carts, dependencies=[Depends(require_admin)])
        app.include_router(orders)
    """
}
ALIAS = {"shop/deps.py": "from typing import Annotated\nCurrentUser = Annotated[User, Depends(get_current_user)]\n"}
ALIASED = """
    from shop.deps import CurrentUser

    router = APIRouter()

    @router.post("/orders")
    async def create(data: OrderIn{here}):
        order = Order(**data.dict())
        session.add(order)
        session.commit()
        return order
"""
POLICY = {
    "shop/policy.py": """
        class OrderPolicy:
            def __init__(self, user: User = Depends(get_current_user)):
                self.user = user

            def may_close(self, order):
                if order.owner_id != self.user.id:
                    raise HTTPException(status_code=403)

        def orders_only(request: Request):
            if not request.state.claims.orders:
                raise HTTPException(status_code=403)
    """
}
POLICIES = """
    from shop.policy import OrderPolicy, orders_only

    router = APIRouter()

    @router.post("/orders/{pk}/close")
    async def close(pk: int, db: Session = Depends(get_db){here}):
        order = await db.get(Order, pk)
        order.close()
        await db.commit()
        return order
"""
BODY = """
    @router.post("/orders/{pk}/close")
    async def close(pk: int, user: User = Depends(get_current_user)):
        order = await orders.get(pk)
        {here}
        await orders.close(order)
        return order
"""
HELPER = """
    def _must_own(order, user):
        if order.owner_id != user.id:
            raise HTTPException(status_code=403)
"""

CASES = [
    loss("parameter", ROUTE, ", user: User = Depends(get_current_user)", "", Family.AUTHENTICATION),
    loss("permission with an argument", ROUTE, ', _: User = Depends(require_role("admin"))', "", Family.AUTHORIZATION),
    loss("security scopes", ROUTE, ', user: User = Security(get_user, scopes=["orders"])', "", Family.AUTHORIZATION),
    loss(
        "annotated in place",
        ROUTE,
        ", user: Annotated[User, Depends(get_current_user)] = None",
        "",
        Family.AUTHENTICATION,
    ),
    loss("alias of another file", ALIASED, ", user: CurrentUser", "", Family.AUTHENTICATION, context=ALIAS),
    loss("of a route", PLAIN, ", dependencies=[Depends(require_admin)]", "", Family.AUTHORIZATION),
    loss("of a router", ROUTER, ", dependencies=[Depends(require_admin)]", "", Family.AUTHORIZATION),
    loss("of an include", INCLUDE, ", dependencies=[Depends(get_current_user)]", "", Family.AUTHENTICATION),
    loss(
        "policy object",
        POLICIES,
        ", policy: OrderPolicy = Depends(OrderPolicy)",
        "",
        Family.AUTHORIZATION,
        context=POLICY,
    ),
    loss(
        "provider known by what it does", POLICIES, ", _=Depends(orders_only)", "", Family.AUTHORIZATION, context=POLICY
    ),
    loss(
        "403 in the body",
        BODY,
        "if order.owner_id != user.id:\n            raise HTTPException(status_code=403)",
        "await orders.touch(order)",
        Family.AUTHORIZATION,
    ),
    loss("limit of a route", PLAIN, ", dependencies=[Depends(RateLimiter(times=5))]", "", Family.RATE_LIMIT),
    loss(
        "another router is included with the dependency",
        PLAIN,
        ", dependencies=[Depends(require_admin)]",
        "",
        Family.AUTHORIZATION,
        context=INCLUDED_OPENLY,
    ),
    harmless(
        "the include of another file asks for it",
        PLAIN,
        ", dependencies=[Depends(require_admin)]",
        "",
        context=INCLUDED,
    ),
    harmless(
        "the router around the router asks for it",
        PLAIN,
        ", dependencies=[Depends(require_admin)]",
        "",
        context=ASSEMBLED,
    ),
    harmless(
        "default became annotated",
        ROUTE,
        ", user: User = Depends(get_current_user)",
        ", user: Annotated[User, Depends(get_current_user)] = None",
    ),
    harmless(
        "parameter renamed",
        ROUTE,
        ", user: User = Depends(get_current_user)",
        ", caller: User = Depends(get_current_user)",
    ),
    harmless(
        "stricter provider",
        ROUTE,
        ", user: User = Depends(get_current_user)",
        ", user: User = Depends(get_current_admin)",
    ),
    harmless(
        "a dependency of the route more",
        PLAIN,
        ", dependencies=[Depends(get_current_user)]",
        ", dependencies=[Depends(get_current_user), Depends(audit)]",
    ),
    harmless(
        "alias instead of the default",
        ALIASED,
        ", user: User = Depends(get_current_user)",
        ", user: CurrentUser",
        context=ALIAS,
    ),
    harmless("the router asks for the same", GUARDED, ", dependencies=[Depends(require_admin)]", ""),
    harmless(
        "the order of dependencies",
        ROUTER,
        ", dependencies=[Depends(require_admin), Depends(log)]",
        ", dependencies=[Depends(log), Depends(require_admin)]",
    ),
    harmless(
        "another prefix",
        INCLUDE,
        ", dependencies=[Depends(get_current_user)]",
        ', tags=["orders"], dependencies=[Depends(get_current_user)]',
    ),
    harmless("a session dependency gone", ROUTE, ", cache: Cache = Depends(get_cache)", ""),
    harmless(
        "policy through an alias",
        POLICIES,
        ", policy: OrderPolicy = Depends(OrderPolicy)",
        ", policy: Annotated[OrderPolicy, Depends(OrderPolicy)] = None",
        context=POLICY,
    ),
    harmless(
        "the refusal in a helper",
        BODY + HELPER,
        "if order.owner_id != user.id:\n            raise HTTPException(status_code=403)",
        "_must_own(order, user)",
    ),
    harmless(
        "status by name",
        BODY,
        "if order.owner_id != user.id:\n            raise HTTPException(status_code=403)",
        "if order.owner_id != user.id:\n            raise HTTPException(status.HTTP_403_FORBIDDEN)",
    ),
    harmless(
        "a response model",
        PLAIN,
        ", dependencies=[Depends(require_admin)]",
        ", response_model=OrderOut, dependencies=[Depends(require_admin)]",
    ),
]
