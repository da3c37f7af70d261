"""aiohttp: decorators, middlewares, checks of aiohttp-security, timeouts of the client."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

HANDLER = """
    async def close(request):
        {here}
        order = await orders.get(request.match_info["pk"])
        await orders.close(order)
        return web.json_response({"closed": order.pk})
"""
VIEW = """
    {here}
    async def close(request):
        order = await orders.get(request.match_info["pk"])
        await orders.close(order)
        return web.json_response({"closed": order.pk})
"""
APP = """
    app = web.Application(middlewares=[{here}])
"""
FETCH = """
    async def fetch(session, url):
        async with session.get(url{here}) as answer:
            return await answer.json()
"""

CASES = [
    loss("login decorator", VIEW, "@login_required", "", Family.AUTHENTICATION),
    loss("check_authorized", HANDLER, "await check_authorized(request)", "log(request)", Family.AUTHORIZATION),
    loss("check_permission", HANDLER, 'await check_permission(request, "close")', "log(request)", Family.AUTHORIZATION),
    loss(
        "raise HTTPForbidden",
        HANDLER,
        "if request['user'] is not request.app['owner']:\n            raise web.HTTPForbidden",
        "log(request)",
        Family.AUTHORIZATION,
    ),
    loss("middleware", APP, "auth_middleware, gzip", "gzip", Family.AUTHENTICATION),
    loss("timeout of the client", FETCH, ", timeout=ClientTimeout(total=5)", "", Family.TIMEOUT),
    harmless(
        "the request under another name",
        HANDLER,
        "await check_authorized(request)",
        "user = await check_authorized(request)",
    ),
    harmless(
        "answer of 403",
        HANDLER,
        "if request['user'] is not request.app['owner']:\n            raise web.HTTPForbidden",
        "if request['user'] is not request.app['owner']:\n            return web.Response(status=403)",
    ),
    harmless("the order of middlewares", APP, "auth_middleware, gzip", "gzip, auth_middleware"),
    harmless("compression gone", APP, "auth_middleware, gzip", "auth_middleware"),
    harmless("another timeout", FETCH, ", timeout=ClientTimeout(total=5)", ", timeout=ClientTimeout(total=9)"),
    harmless("a header more", FETCH, ", timeout=5", ", timeout=5, headers=HEADERS"),
    harmless("decorator with an argument", VIEW, "@login_required", "@login_required(redirect=False)"),
]
