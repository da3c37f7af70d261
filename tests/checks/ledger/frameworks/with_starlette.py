"""Starlette: `requires`, middleware of applications, routes and mounts."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

VIEW = """
    from starlette.authentication import requires

    {here}
    async def close(request):
        order = await orders.get(request.path_params["pk"])
        await orders.close(order)
        return JSONResponse({"closed": order.pk})
"""
APP = """
    app = Starlette(routes=routes{here})
"""
MOUNT = """
    routes = [
        Mount("/admin", routes=admin_routes{here}),
    ]
"""
BODY = """
    async def close(request):
        order = await orders.get(request.path_params["pk"])
        {here}
        await orders.close(order)
        return JSONResponse({"closed": order.pk})
"""
REFUSED = 'if not request.user.is_authenticated:\n            return JSONResponse({"error": "no"}, status_code=401)'

CASES = [
    loss("decorator", VIEW, '@requires("authenticated")', "", Family.AUTHORIZATION),
    loss(
        "a scope less",
        VIEW,
        '@requires(["authenticated", "admin"])',
        '@requires(["authenticated"])',
        Family.AUTHORIZATION,
    ),
    loss(
        "middleware of the application",
        APP,
        ", middleware=[Middleware(AuthenticationMiddleware, backend=Basic())]",
        "",
        Family.AUTHENTICATION,
    ),
    loss("middleware of a mount", MOUNT, ", middleware=[Middleware(AdminOnlyMiddleware)]", "", Family.AUTHORIZATION),
    loss("answer of 401", BODY, REFUSED, "await orders.touch(order)", Family.AUTHENTICATION),
    harmless("list instead of text", VIEW, '@requires("authenticated")', '@requires(["authenticated"])'),
    harmless("a scope more", VIEW, '@requires("authenticated")', '@requires(["authenticated", "admin"])'),
    harmless(
        "another middleware first",
        APP,
        ", middleware=[Middleware(AuthenticationMiddleware, backend=Basic())]",
        ", middleware=[Middleware(GZipMiddleware), Middleware(AuthenticationMiddleware, backend=Basic())]",
    ),
    harmless("compression gone", APP, ", middleware=[Middleware(GZipMiddleware)]", ""),
    harmless(
        "raise instead of answer",
        BODY,
        REFUSED,
        "if not request.user.is_authenticated:\n            raise HTTPException(401)",
    ),
    harmless("another text", BODY, REFUSED, REFUSED.replace('"no"', '"sign in first"')),
]
