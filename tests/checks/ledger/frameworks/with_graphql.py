"""graphene and strawberry: permissions of mutations and fields, checks in resolvers."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

META = """
    class OrderClose(BaseMutation):
        class Arguments:
            id = graphene.ID(required=True)

        class Meta:
            description = "Closes an order."
            {here}

        @classmethod
        def perform_mutation(cls, root, info, id):
            order = Order.objects.get(pk=id)
            order.close()
            order.save()
"""
RESOLVER = """
    class Query(graphene.ObjectType):
        orders = graphene.List(OrderType)

        {here}
        def resolve_orders(self, info):
            return Order.objects.all()
"""
BODY = """
    class Query(graphene.ObjectType):
        def resolve_order(self, info, id):
            order = Order.objects.get(pk=id)
            {here}
            order.seen = True
            order.save()
            return order
"""
FIELD = """
    @strawberry.type
    class Query:
        @strawberry.field({here})
        def orders(self, info: Info) -> list[OrderType]:
            return Order.objects.all()
"""
ASSIGNED = """
    @strawberry.type
    class Mutation:
        close_order: OrderType = strawberry.mutation(resolver=close{here})
"""

CASES = [
    loss("permissions of a mutation", META, "permissions = (OrderPermissions.MANAGE,)", "", Family.AUTHORIZATION),
    loss(
        "one of two permissions",
        META,
        "permissions = (OrderPermissions.MANAGE, OrderPermissions.CLOSE)",
        "permissions = (OrderPermissions.MANAGE,)",
        Family.AUTHORIZATION,
    ),
    loss("login of a resolver", RESOLVER, "@login_required", "", Family.AUTHENTICATION),
    loss(
        "anonymous callers",
        BODY,
        "if info.context.user.is_anonymous:\n                raise GraphQLError('sign in')",
        "log(order)",
        Family.AUTHENTICATION,
    ),
    loss("classes of a field", FIELD, "permission_classes=[IsOwner]", "", Family.AUTHORIZATION),
    loss("classes of a mutation", ASSIGNED, ", permission_classes=[IsOwner]", "", Family.AUTHORIZATION),
    loss(
        "extensions of a field",
        FIELD,
        "extensions=[PermissionExtension(permissions=[IsOwner()])]",
        "",
        Family.AUTHORIZATION,
    ),
    harmless(
        "list instead of tuple",
        META,
        "permissions = (OrderPermissions.MANAGE,)",
        "permissions = [OrderPermissions.MANAGE]",
    ),
    harmless(
        "a permission more",
        META,
        "permissions = (OrderPermissions.MANAGE,)",
        "permissions = (OrderPermissions.MANAGE, OrderPermissions.CLOSE)",
    ),
    harmless("stricter resolver", RESOLVER, "@login_required", "@staff_member_required"),
    harmless(
        "turned round",
        BODY,
        "if info.context.user.is_anonymous:\n                raise GraphQLError('sign in')",
        "if info.context.user.is_anonymous:\n                raise GraphQLError('please sign in')",
    ),
    harmless("a description", FIELD, "permission_classes=[IsOwner]", 'permission_classes=[IsOwner], description="all"'),
    harmless("description gone", FIELD, 'description="all"', ""),
    harmless(
        "the order of keywords",
        ASSIGNED,
        ", permission_classes=[IsOwner]",
        ', name="close", permission_classes=[IsOwner]',
    ),
    harmless("tuple of classes", FIELD, "permission_classes=[IsOwner]", "permission_classes=(IsOwner,)"),
]
