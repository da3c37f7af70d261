"""Pyramid: `view_config` and the access lists of contexts."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

VIEW = """
    @view_config(route_name="close", request_method="POST"{here})
    def close(request):
        order = request.context.order
        order.close()
        request.db.add(order)
        return HTTPFound("/orders")
"""
CLASS = """
    @view_defaults(route_name="orders"{here})
    class Orders:
        @view_config(request_method="POST")
        def close(self):
            self.order.close()
"""
CONTEXT = """
    class OrderContext:
        def __init__(self, request):
            self.order = request.db.get(Order, request.matchdict["pk"])

        def __acl__(self):
            return [{here}]
"""
BODY = """
    @view_config(route_name="close")
    def close(request):
        order = request.context.order
        {here}
        order.close()
        request.db.add(order)
        return HTTPFound("/orders")
"""
REFUSED = 'if not request.has_permission("close"):\n            raise HTTPForbidden()'

CASES = [
    loss("permission of a view", VIEW, ', permission="close"', "", Family.AUTHORIZATION),
    loss("permission of a class", CLASS, ', permission="close"', "", Family.AUTHORIZATION),
    loss("forgery token", VIEW, ", require_csrf=True", "", Family.SIGNATURE),
    loss("effective principals", VIEW, ", effective_principals=[Authenticated]", "", Family.AUTHENTICATION),
    loss("403 in the body", BODY, REFUSED, "log(order)", Family.AUTHORIZATION),
    harmless("another renderer", VIEW, ', permission="close"', ', permission="close", renderer="json"'),
    harmless(
        "the order of keywords", VIEW, ', renderer="json", permission="close"', ', permission="close", renderer="json"'
    ),
    harmless("renderer gone", VIEW, ', renderer="json"', ""),
    harmless("raise became an answer", BODY, REFUSED, REFUSED.replace("raise", "return")),
    harmless(
        "deny written out", CONTEXT, '(Allow, Authenticated, "close")', '(Allow, Authenticated, "close"), DENY_ALL'
    ),
    harmless(
        "the class asks for the same",
        CLASS.replace('"POST")', '"POST"{here})').replace('"orders"{here}', '"orders", permission="close"'),
        ', permission="close"',
        "",
    ),
]
