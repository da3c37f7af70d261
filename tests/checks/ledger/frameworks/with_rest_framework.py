"""Django REST framework: class attributes, defaults of the settings, actions, serializers."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

VIEWSET = """
    from rest_framework import viewsets

    class OrderViewSet(viewsets.ModelViewSet):
        queryset = Order.objects.all()
        serializer_class = OrderSerializer
        {here}

        @action(detail=True, methods=["post"])
        def close(self, request, pk=None):
            self.get_object().close()
            return Response(status=204)
"""
ACTION = """
    class OrderViewSet(viewsets.ModelViewSet):
        @action(detail=True, methods=["post"]{here})
        def close(self, request, pk=None):
            order = self.get_object()
            order.close()
            order.save()
            return Response(status=204)
"""
FUNCTION = """
    @api_view(["POST"])
    {here}
    def close(request, pk):
        order = Order.objects.get(pk=pk)
        order.close()
        order.save()
        return Response(status=204)
"""
METHOD = """
    class OrderViewSet(viewsets.ModelViewSet):
        queryset = Order.objects.all()

        def close(self, request, pk=None):
            order = Order.objects.get(pk=pk)
            {here}
            order.close()
            order.save()
"""
SERIALIZER = """
    class OrderSerializer(serializers.ModelSerializer):
        amount = serializers.IntegerField()

        {here}
"""
VALIDATOR = """
        def validate_amount(self, value):
            if value <= 0:
                raise serializers.ValidationError("too little")
            return value
"""
MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n'
DEFAULTS = {
    "manage.py": MANAGE,
    "site/settings.py": "from .base import *\n",
    "site/base.py": 'REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}\n',
}
OPEN = {
    **DEFAULTS,
    "site/base.py": 'REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"]}\n',
}
BASES = {
    "shop/base.py": """
        class OwnerViewSet(viewsets.ModelViewSet):
            permission_classes = [IsOwner]
    """
}
HEIR = """
    from shop.base import OwnerViewSet

    class OrderViewSet(OwnerViewSet):
        queryset = Order.objects.all()
        {here}
"""

CASES = [
    loss("permission classes", VIEWSET, "permission_classes = [IsOwner]", "", Family.AUTHORIZATION),
    loss(
        "open to anybody",
        VIEWSET,
        "permission_classes = [IsAuthenticated]",
        "permission_classes = [AllowAny]",
        Family.AUTHENTICATION,
    ),
    loss(
        "one of two permissions",
        VIEWSET,
        "permission_classes = [IsAuthenticated, IsOwner]",
        "permission_classes = [IsAuthenticated]",
        Family.AUTHORIZATION,
    ),
    loss(
        "the default lets anybody in",
        VIEWSET,
        "permission_classes = [IsAuthenticated]",
        "",
        Family.AUTHENTICATION,
        context=OPEN,
    ),
    loss("throttle", VIEWSET, "throttle_classes = [BurstThrottle]", "", Family.RATE_LIMIT),
    loss("permission of an action", ACTION, ", permission_classes=[IsOwner]", "", Family.AUTHORIZATION),
    loss("permission of a function", FUNCTION, "@permission_classes([IsOwner])", "", Family.AUTHORIZATION),
    loss(
        "object permission",
        METHOD,
        "self.check_object_permissions(request, order)",
        "order.touch()",
        Family.AUTHORIZATION,
    ),
    loss("validator", SERIALIZER, VALIDATOR, "", Family.VALIDATION),
    loss(
        "validity enforced",
        METHOD,
        "self.get_serializer(data=request.data).is_valid(raise_exception=True)",
        "self.get_serializer(data=request.data).is_valid()",
        Family.VALIDATION,
    ),
    harmless("tuple instead of list", VIEWSET, "permission_classes = [IsOwner]", "permission_classes = (IsOwner,)"),
    harmless(
        "two permissions as one expression",
        VIEWSET,
        "permission_classes = [IsAuthenticated, IsOwner]",
        "permission_classes = [IsAuthenticated & IsOwner]",
    ),
    harmless(
        "the order of permissions",
        VIEWSET,
        "permission_classes = [IsAuthenticated, IsOwner]",
        "permission_classes = [IsOwner, IsAuthenticated]",
    ),
    harmless("the default asks for the same", VIEWSET, "permission_classes = [IsAuthenticated]", "", context=DEFAULTS),
    harmless("the base asks for the same", HEIR, "permission_classes = [IsOwner]", "", context=BASES),
    harmless(
        "a method gives the same permissions",
        VIEWSET,
        "permission_classes = [IsOwner]",
        "\n        def get_permissions(self):\n            return [IsOwner()]\n",
    ),
    harmless(
        "keyword became a decorator",
        ACTION,
        ", permission_classes=[IsOwner]",
        ', permission_classes=[IsOwner], url_path="end"',
    ),
    harmless(
        "a permission more",
        FUNCTION,
        "@permission_classes([IsOwner])",
        "@permission_classes([IsAuthenticated, IsOwner])",
    ),
    harmless(
        "the object is fetched with its check",
        METHOD,
        "self.check_object_permissions(request, order)",
        "self.check_object_permissions(self.request, order)",
    ),
    harmless(
        "validator moved into validate",
        SERIALIZER,
        VALIDATOR,
        VALIDATOR.replace("validate_amount(self, value)", "validate(self, data)")
        .replace("if value", 'if data["amount"]')
        .replace("return value", "return data"),
    ),
    harmless(
        "validator with another message", SERIALIZER, VALIDATOR, VALIDATOR.replace("too little", "must be positive")
    ),
    harmless(
        "a throttle more",
        VIEWSET,
        "throttle_classes = [BurstThrottle]",
        "throttle_classes = [BurstThrottle, DayThrottle]",
    ),
]
