import pytest

from tests.checks.classification.changing import areas, classified

VIEW = """
    from django.contrib.auth.decorators import login_required

    {}
    def update(request, pk):
        order = Order.objects.get(pk=pk)
        {}
        order.save()
"""


def view(decorator: str = "@transaction_free", check: str = "pass") -> str:
    return VIEW.format(decorator, check)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (view("@login_required"), view("# open")),
        (view(check="if not request.user.is_staff: raise PermissionDenied"), view()),
        (view(check="if order.owner_id != request.user.id: return HttpResponseForbidden()"), view()),
        (view(check="if not user.can_edit(order): abort(403)"), view(check="if user.can_edit(order): abort(403)")),
        (view(check="check_object_permissions(request, order)"), view(check="check_object_permissions(request, None)")),
        (view(check="if a.is_owner and b.is_member: return"), view(check="if a.is_owner or b.is_member: return")),
        ("class V(LoginRequiredMixin, View):\n    pass\n", "class V(View):\n    pass\n"),
        (
            "class V(APIView):\n    permission_classes = [IsAdminUser]\n",
            "class V(APIView):\n    permission_classes = [IsAuthenticated]\n",
        ),
        (
            "@router.get('/x', dependencies=[Depends(require_admin)])\ndef x():\n    return 1\n",
            "@router.get('/x')\ndef x():\n    return 1\n",
        ),
        ("def x(user: User = Depends(current_user)):\n    pass\n", "def x(user: User | None = None):\n    pass\n"),
        ("ok = hmac.compare_digest(given, wanted)\n", "ok = given == wanted\n"),
        (
            (
                "class IsOwner(BasePermission):\n"
                "    def has_object_permission(self, request, view, obj):\n        return obj.a == 1\n"
            ),
            (
                "class IsOwner(BasePermission):\n"
                "    def has_object_permission(self, request, view, obj):\n        return True\n"
            ),
        ),
        ("from jose import jwt\n", "import jwt\n"),
        ("def f(r, s):\n    if r.args.get('token') != s.token:\n        raise NotFound\n", "def f(r, s):\n    pass\n"),
        ("class S(Schema):\n    class Meta:\n        exclude = ['password']\n", "class S(Schema):\n    pass\n"),
        ("SESSION_COOKIE_AGE = 3600\n", "SESSION_COOKIE_AGE = 360000\n"),
        ("path('x', csrf_exempt(View.as_view()))\n", "path('x', View.as_view())\n"),
    ],
)
def test_a_guard_of_access_that_comes_goes_or_changes_is_auth(base: str, head: str) -> None:
    assert "auth" in areas(base, head)


@pytest.mark.parametrize(
    ("path", "base", "head"),
    [
        (
            "app/author.py",
            "def label(author):\n    return author.name\n",
            "def label(author):\n    return author.title\n",
        ),
        ("auth/tables.py", "class T(Table):\n    a = Column()\n", "class T(Table):\n    a = Column(orderable=False)\n"),
        ("secrets/forms.py", "def clean(self):\n    pass\n", "def clean(self):\n    super().clean()\n"),
        (
            "auth/session.py",
            "x = 1\n\n\ndef f():\n    return x\n",
            "x = 1\n\n\n# the session\ndef f():\n    return x\n",
        ),
        (
            "auth/tasks.py",
            "@shared_task(name='sync_permissions')\ndef t():\n    pass\n",
            "@shared_task(name='sync_permissions', ignore_result=True)\ndef t():\n    pass\n",
        ),
        (
            "chat/roles.py",
            "last = [m for m in messages if m.role == 'tool']\n",
            "last = [m for m in messages if m.role == 'system']\n",
        ),
        (
            "net/client.py",
            "if response.status_code == 403:\n    retry()\n",
            "if response.status_code == 429:\n    retry()\n",
        ),
        (
            "auth/errors.py",
            "class P(BasePermission):\n    message = 'No.'\n",
            "class P(BasePermission):\n    message = 'Never.'\n",
        ),
        ("llm/usage.py", "if tokens_used != limit:\n    pass\n", "if tokens_used > limit:\n    pass\n"),
        (
            "auth/users.py",
            "def _may(a):\n    return a\n\n\ndef f(a):\n    if not _may(a):\n        raise Forbidden\n",
            "def may(a):\n    return a\n\n\ndef f(a):\n    if not may(a):\n        raise Forbidden\n",
        ),
        (
            "auth/login.py",
            'def login(r):\n    return go(f"{base(r).rstrip("/")}{r.path}")\n',
            "def login(r):\n    return go(f\"{base(r).rstrip('/')}{r.path}\")\n",
        ),
        ("api/urls.py", "urls = []\n", "urls = [path('roles', UserRolesEndpoint.as_view())]\n"),
    ],
)
def test_names_of_files_and_words_without_a_guard_are_not_auth(path: str, base: str, head: str) -> None:
    assert "auth" not in areas(base, head, path)


def test_a_helper_that_does_less_under_another_name_is_auth() -> None:
    base = "def _may(a):\n    return a.ok\n\n\ndef f(a):\n    if not _may(a):\n        raise Forbidden\n"
    head = "def may(a):\n    return True\n\n\ndef f(a):\n    if not may(a):\n        raise Forbidden\n"
    assert "auth" in areas(base, head, "shop/users.py")


def test_the_reason_names_the_guard_the_unit_and_what_happened() -> None:
    entry = classified(view("@login_required"), view("# open"))["auth"]
    assert entry.reason == "guard `@login_required` of `update` was removed"
    assert entry.confidence >= 0.9


def test_a_moved_and_reformatted_view_touches_nothing() -> None:
    base = "A = 1\n\n\n@login_required\ndef one(request):\n    return f(a, b)\n\n\ndef two():\n    pass\n"
    head = (
        "A = 1\n\n\ndef two():\n    pass\n\n\n@login_required\ndef one(request):\n    return f(\n"
        "        a,\n        b,\n    )\n"
    )
    assert areas(base, head) == set()


def test_a_decorator_that_went_to_another_view_is_seen() -> None:
    base = "@login_required\ndef one(request):\n    pass\n\n\ndef two(request):\n    pass\n"
    head = "def one(request):\n    pass\n\n\n@login_required\ndef two(request):\n    pass\n"
    assert areas(base, head) == {"auth"}
