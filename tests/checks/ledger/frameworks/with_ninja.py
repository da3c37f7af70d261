"""Django Ninja: `auth=` of an API, of a router, of an operation."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

API = """
    from ninja import NinjaAPI, Router

    api = NinjaAPI({here})
    router = Router()
"""
ROUTER = """
    from ninja import Router

    router = Router({here})

    @router.post("/orders")
    def create(request, data: OrderIn):
        return Order.objects.create(**data.dict())
"""
OPERATION = """
    from ninja import Router

    router = Router(ROUTER)

    @router.post("/orders"{here})
    def create(request, data: OrderIn):
        return Order.objects.create(**data.dict())
"""
PLAIN = OPERATION.replace("ROUTER", "")
GUARDED = OPERATION.replace("ROUTER", "auth=TokenAuth()")

CASES = [
    loss("of the API", API, 'title="Shop", auth=TokenAuth()', 'title="Shop"', Family.AUTHORIZATION),
    loss("of a router", ROUTER, 'tags=["orders"], auth=TokenAuth()', 'tags=["orders"]', Family.AUTHORIZATION),
    loss("of an operation", PLAIN, ", auth=TokenAuth()", "", Family.AUTHORIZATION),
    loss("switched off", PLAIN, ", auth=TokenAuth()", ", auth=None", Family.AUTHORIZATION),
    harmless("the order of keywords", API, 'title="Shop", auth=TokenAuth()', 'auth=TokenAuth(), title="Shop"'),
    harmless("another tag", ROUTER, 'tags=["orders"], auth=TokenAuth()', 'tags=["sales"], auth=TokenAuth()'),
    harmless("the router asks for the same", GUARDED, ", auth=TokenAuth()", ""),
    harmless("a response schema", PLAIN, ", auth=TokenAuth()", ", auth=TokenAuth(), response=OrderOut"),
    harmless("an operation without any", PLAIN, "", ", response=OrderOut"),
]
