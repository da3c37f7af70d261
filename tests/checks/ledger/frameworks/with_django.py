"""Django: decorators, mixins, querysets, transactions, locks, forms, middleware-like hooks."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

VIEW = """
    @require_POST
    {here}
    def close(request, pk):
        order = get_object_or_404(Order, pk=pk)
        order.close()
        order.save()
        return redirect("orders")
"""
DISPATCHED = """
    {here}
    class OrderView(View):
        def get(self, request):
            return render(request, "order.html", {"order": request.order})
"""
CLASS = """
    class OrderView({here}DetailView):
        model = Order
        template_name = "order.html"

        def get_queryset(self):
            return Order.objects.select_related("lines")
"""
QUERY = """
    def orders(request):
        found = Order.objects.filter({here})
        return render(request, "orders.html", {"orders": found})
"""
PAY = """
    def pay(order, amount):
        {here}
            order.paid += amount
            order.save()
            Ledger.objects.create(order=order, amount=amount)
"""
FORM = """
    class ProfileForm(forms.ModelForm):
        email = forms.EmailField()

        class Meta:
            model = Profile
            fields = ["email"]

        {here}
"""
BARE = """
    class ProfileForm(forms.ModelForm):
        class Meta:
            model = Profile

        {here}
"""
BARE_FIELD = """
        email = forms.EmailField()
"""
CLEAN = """
        def clean_email(self):
            email = self.cleaned_data["email"]
            if Profile.objects.filter(email=email).exists():
                raise forms.ValidationError("taken")
            return email
"""
HELPER = {
    "shop/access.py": "def must_own(user, order):\n    if order.owner_id != user.pk:\n        raise PermissionDenied\n"
}
OWNED = """
    from shop.access import must_own

    def close(request, pk):
        order = Order.objects.get(pk=pk)
        {here}
        order.close()
        order.save()
"""
MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n'
SIGN_IN = {
    "manage.py": MANAGE,
    "site/settings.py": 'MIDDLEWARE = ["django.contrib.auth.middleware.LoginRequiredMiddleware"]\n',
}
NO_SIGN_IN = {
    "manage.py": MANAGE,
    "site/settings.py": 'MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]\n',
}
OWN_MIDDLEWARE = {
    "manage.py": MANAGE,
    "site/settings.py": "from site.base import *\n",
    "site/base.py": 'MIDDLEWARE = ["django.contrib.sessions.Sessions"]\nMIDDLEWARE += ["shop.access.SignIn"]\n',
    "shop/access.py": """
        class SignIn:
            def __call__(self, request):
                if not request.user.is_authenticated:
                    raise PermissionDenied
                return self.answer(request)
    """,
}
MIXINS = {
    "shop/mixins.py": """
        class OwnOrders:
            def dispatch(self, request, *args, **kwargs):
                if not request.user.is_authenticated:
                    raise PermissionDenied
                return super().dispatch(request, *args, **kwargs)
    """
}
MIXED = """
    from shop.mixins import OwnOrders

    class OrderView({here}DetailView):
        model = Order
"""

CASES = [
    loss("login decorator", VIEW, "@login_required", "", Family.AUTHENTICATION),
    loss("permission decorator", VIEW, '@permission_required("shop.close_order")', "", Family.AUTHORIZATION),
    loss(
        "decorator of a class's dispatch",
        DISPATCHED,
        '@method_decorator(login_required, name="dispatch")',
        "",
        Family.AUTHENTICATION,
    ),
    loss("login mixin", CLASS, "LoginRequiredMixin, ", "", Family.AUTHENTICATION),
    loss("mixin of the house, known by what it does", MIXED, "OwnOrders, ", "", Family.AUTHORIZATION, context=MIXINS),
    loss("owner predicate", QUERY, "owner=request.user, paid=True", "paid=True", Family.AUTHORIZATION),
    loss(
        "organisation predicate",
        QUERY,
        "organization=request.organization, paid=True",
        "paid=True",
        Family.TENANT_SCOPE,
    ),
    loss("deleted rows", QUERY, "deleted_at__isnull=True, paid=True", "paid=True", Family.VISIBILITY),
    loss("transaction", PAY, "with transaction.atomic():", "if True:", Family.TRANSACTION),
    loss("validator of a form", FORM, CLEAN, "", Family.VALIDATION),
    loss(
        "helper that refuses",
        OWNED,
        "must_own(request.user, order)",
        "order.touch()",
        Family.AUTHORIZATION,
        context=HELPER,
    ),
    loss(
        "a middleware that only knows callers", VIEW, "@login_required", "", Family.AUTHENTICATION, context=NO_SIGN_IN
    ),
    loss(
        "a view that the middleware lets through",
        VIEW,
        "@login_required",
        "@login_not_required",
        Family.AUTHENTICATION,
        context=SIGN_IN,
    ),
    loss(
        "a permission, where all must sign in",
        VIEW,
        '@permission_required("shop.close")',
        "",
        Family.AUTHORIZATION,
        context=SIGN_IN,
    ),
    harmless("an exemption is gone", VIEW, "@csrf_exempt", ""),
    harmless("an exemption of the transaction is gone", VIEW, "@transaction.non_atomic_requests", ""),
    harmless("the view is for nobody in particular any more", VIEW, "@login_not_required", ""),
    harmless("the sign-in was optional", VIEW, "@jwt_optional", ""),
    harmless("the middleware asks for the sign-in", VIEW, "@login_required", "", context=SIGN_IN),
    harmless("a mixin, and the middleware", CLASS, "LoginRequiredMixin, ", "", context=SIGN_IN),
    harmless("a middleware of the house refuses", VIEW, "@login_required", "", context=OWN_MIDDLEWARE),
    harmless(
        "decorators change places",
        VIEW.replace("@require_POST\n    ", ""),
        "@login_required\n    @require_POST",
        "@require_POST\n    @login_required",
    ),
    harmless(
        "login became a permission",
        VIEW,
        "@login_required",
        '@permission_required("shop.close_order", raise_exception=True)',
    ),
    harmless("decorator became a wrapper of the same", VIEW, "@login_required", "@login_required(login_url='/in')"),
    harmless("mixins change places", CLASS, "LoginRequiredMixin, Cached, ", "Cached, LoginRequiredMixin, "),
    harmless("permission mixin instead of login", CLASS, "LoginRequiredMixin, ", "PermissionRequiredMixin, "),
    harmless(
        "two filters instead of one", QUERY, "owner=request.user, paid=True", "owner=request.user).filter(paid=True"
    ),
    harmless("the same predicate as Q", QUERY, "owner=request.user, paid=True", "Q(owner=request.user), paid=True"),
    harmless(
        "id instead of the row", QUERY, "organization=request.organization", "organization_id=request.organization.id"
    ),
    harmless("another database named", PAY, "with transaction.atomic():", 'with transaction.atomic(using="default"):'),
    harmless(
        "validator renamed its local",
        FORM,
        CLEAN,
        CLEAN.replace("email = self", "address = self")
        .replace("email=email", "email=address")
        .replace("return email", "return address"),
    ),
    harmless("field and validator gone together", BARE, BARE_FIELD + CLEAN, "note = forms.CharField()"),
    harmless(
        "helper written out",
        OWNED,
        "must_own(request.user, order)",
        "if order.owner_id != request.user.pk:\n            raise PermissionDenied",
        context=HELPER,
    ),
    harmless(
        "the mixin's heir",
        MIXED + "\n\n    class Own(OwnOrders):\n        pass\n",
        "OwnOrders, ",
        "Own, ",
        context=MIXINS,
    ),
    harmless("a method more", CLASS, "LoginRequiredMixin, ", "LoginRequiredMixin, TemplateResponseMixin, "),
]
