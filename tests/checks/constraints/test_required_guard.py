"""A guard on every entry point: who is one, what counts as the guard, and what is old debt."""

from textwrap import dedent

import pytest

from checks.constraints import RequireGuard
from checks.kit import Settings
from tests.checks.constraints.judging import judged, said

AUTH = RequireGuard(("authorization", "authentication", "signed_in*", "app.auth.check"))
NEW = ("missing", "RIGHT")


def found(
    head: str, base: str | None = None, path: str = "shop/views.py", **around: str
) -> list[tuple[str, str, int, str]]:
    files = {name.replace("__", "/") + ".py": dedent(text) for name, text in around.items()}
    before = {} if base is None else {path: dedent(base)}
    return said(judged(AUTH, before, {path: dedent(head)}, around=files))


@pytest.mark.parametrize(
    "text",
    [
        "def refund(request, pk):\n    return pk\n",
        "async def refund(request):\n    return 1\n",
        "@router.post('/refund')\ndef refund(pk: int):\n    return pk\n",
        "@app.route('/refund')\ndef refund():\n    return 1\n",
        "class RefundView(APIView):\n    def post(self, request):\n        return 1\n",
        "class RefundViewSet(ModelViewSet):\n    queryset = Refund.objects.all()\n",
        "class Refund(graphene.Mutation):\n    def mutate(self, info):\n        return 1\n",
        "@strawberry.mutation\ndef refund(info):\n    return 1\n",
    ],
)
def test_a_new_entry_point_without_it_is_told(text: str) -> None:
    ((kind, side, _, message),) = found(text)
    assert (kind, side) == NEW
    assert "is new and has none of `authorization`, `authentication`, `signed_in*`, `app.auth.check`" in message


@pytest.mark.parametrize(
    "text",
    [
        "@login_required\ndef refund(request, pk):\n    return pk\n",
        "@signed_in\ndef refund(request):\n    return 1\n",
        "@guards.signed_in_or_404\ndef refund(request):\n    return 1\n",
        "def refund(request):\n    app.auth.check(request)\n    return 1\n",
        "def refund(request):\n    if not request.user.has_perm('x'):\n        raise PermissionDenied\n    return 1\n",
        "@router.post('/refund')\ndef refund(user=Depends(signed_in_user)):\n    return 1\n",
        "class RefundView(LoginRequiredMixin, View):\n    def post(self, request):\n        return 1\n",
        "class V(APIView):\n    permission_classes = [IsAuthenticated]\n    def post(self, r):\n        return 1\n",
        """\
        class V(View):
            @login_required
            def dispatch(self, r):
                return 1

            def get(self, r):
                return 1
        """,
        "router = APIRouter(dependencies=[Depends(require_login)])\n@router.get('/x')\ndef show():\n    return 1\n",
        """\
        def _check(request):
            if not request.user.is_authenticated:
                raise PermissionDenied

        def refund(request):
            _check(request)
            return 1
        """,
    ],
)
def test_an_entry_point_behind_it_is_silent(text: str) -> None:
    answer = judged(AUTH, {}, {"shop/views.py": dedent(text)})
    assert (answer.applies, answer.hits) == (True, ())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("shop/views.py", "def _refund(request):\n    return 1\n"),
        ("shop/views.py", "def total(order):\n    return 1\n"),
        ("shop/util.py", "def refund(request):\n    return 1\n"),
        ("shop/views.py", "class Order:\n    def get(self):\n        return 1\n"),
        ("shop/views.py", "@requests.get\ndef f():\n    return 1\n"),
        ("shop/tests/test_views.py", "def refund(request):\n    return 1\n"),
        ("shop/views.js", "function refund(request) {}\n"),
        ("shop/views.py", ""),
    ],
)
def test_what_is_no_entry_point_is_not_applicable(path: str, text: str) -> None:
    answer = judged(AUTH, {}, {path: f"{text}\n"})
    assert (answer.applies, answer.hits) == (False, ())


def test_a_guard_in_another_file_counts() -> None:
    head = "from shop.guards import must\n\ndef refund(request):\n    must(request)\n    return 1\n"
    guards = "def must(request):\n    if not request.user.is_staff:\n        raise PermissionDenied\n"
    assert found(head, shop__guards=guards) == []
    assert len(found(head, shop__guards="def must(request):\n    return request\n")) == 1


def test_a_base_class_in_another_file_counts() -> None:
    head = "from shop.base import Base\n\nclass RefundView(Base):\n    def post(self, request):\n        return 1\n"
    assert found(head, shop__base="class Base(LoginRequiredMixin, View):\n    pass\n") == []
    assert len(found(head, shop__base="class Base(View):\n    pass\n")) == 1


def test_one_that_had_it_and_lost_it_is_told_where_it_stood() -> None:
    base = "import x\n\n@login_required\ndef refund(request):\n    return 1\n"
    ((kind, side, line, message),) = found("import x\n\ndef refund(request):\n    return 1\n", base)
    assert (kind, side, line) == ("lost", "LEFT", 3)
    assert "is left with none of" in message


def test_a_handler_left_alone_whose_class_lost_it_is_told() -> None:
    base = "class V(LoginRequiredMixin, View):\n    def get(self, r):\n        return 1\n"
    assert [kind for kind, *_ in found(base.replace("LoginRequiredMixin, ", ""), base)] == ["lost"]


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("def a(request):\n    return 1\n", "def a(request):\n    return 2\n"),
        (
            "@login_required\ndef a(request):\n    return 1\n",
            "@permission_required('x')\ndef a(request):\n    return 1\n",
        ),
        ("@login_required\ndef a(request):\n    return 1\n", "x = 1\n"),
        ("def a(request):\n    return 1\n", "import x\n\n\ndef a(request):\n    return 1\n"),
    ],
)
def test_old_debt_another_guard_and_deleted_code_are_silent(base: str, head: str) -> None:
    assert found(head, base) == []


def test_an_entry_point_that_moved_brings_its_debt_along() -> None:
    body = "def refund(request, pk):\n    order = Order.objects.get(pk=pk)\n    order.refund()\n    return order\n"
    answer = judged(AUTH, {"shop/views.py": f"{body}\nX = 1\n"}, {"shop/views.py": "X = 1\n", "shop/api.py": body})
    assert answer.hits == ()


def test_names_of_the_house_say_which_family() -> None:
    head = {"shop/views.py": "@unlocked\ndef refund(request):\n    return 1\n"}
    rule = RequireGuard(("authorization",))
    assert len(judged(rule, {}, head).hits) == 1
    assert judged(rule, {}, head, settings=Settings(guards={"authorization": ("unlocked",)})).hits == ()


def test_the_nearest_good_example_is_shown() -> None:
    good = "@login_required\ndef show(request):\n    return 1\n\n\n"
    bad = "def refund(request):\n    return 1\n"
    (hit,) = judged(AUTH, {"shop/views.py": good}, {"shop/views.py": good + bad}).hits
    example = hit.evidence[-1]
    assert (example.label, example.span.path, example.snippet) == (
        "nearest example",
        "shop/views.py",
        "@login_required",
    )
    (hit,) = judged(AUTH, {}, {"shop/api_views.py": bad}, around={"shop/views.py": good}).hits
    assert hit.evidence[-1].span.path == "shop/views.py"
    (hit,) = judged(AUTH, {}, {"shop/views.py": bad}, around={"other/views.py": good}).hits
    assert [evidence.label for evidence in hit.evidence] == ["now"]


def test_paths() -> None:
    head = {"shop/views.py": "def a(request):\n    return 1\n", "blog/views.py": "def a(request):\n    return 1\n"}
    assert [hit.span.path for hit in judged(AUTH, {}, head, "shop/**").hits] == ["shop/views.py"]


def test_a_router_guards_its_own_routes_only() -> None:
    text = """\
    closed = APIRouter(dependencies=[Depends(require_login)])
    free = APIRouter()

    @closed.get("/a")
    def a():
        return 1

    @free.get("/b")
    def b():
        return 1
    """
    assert [message.split(" ")[0] for *_, message in found(text)] == ["`b`"]


SETTINGS = "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']}\n"
MANAGE = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n"


@pytest.mark.parametrize(
    ("own", "settings", "hits"),
    [
        ("", SETTINGS, 0),
        ("", "X = 1\n", 1),
        ("    permission_classes = [AllowAny]\n", SETTINGS, 1),
        ("    permission_classes = []\n", SETTINGS, 1),
    ],
)
def test_defaults_of_the_settings_count_where_the_view_says_nothing(own: str, settings: str, hits: int) -> None:
    head = f"class RefundView(APIView):\n{own}    def post(self, request):\n        return 1\n"
    around = {"manage.py": MANAGE, "shop/settings.py": settings}
    assert len(judged(AUTH, {}, {"shop/views.py": head}, around=around).hits) == hits


@pytest.mark.parametrize(
    ("any_of", "hits"), [(("authorization", "signed_in"), 0), (("transaction",), 1), (("unit_of_work",), 1)]
)
def test_a_task_is_asked_for_what_a_task_can_have(any_of: tuple[str, ...], hits: int) -> None:
    head = {"shop/jobs.py": "@shared_task\ndef refund(pk):\n    return pk\n"}
    assert len(judged(RequireGuard(any_of), {}, head).hits) == hits


def test_a_dependency_of_the_class_guards_its_handlers() -> None:
    text = """\
    class Refunds(BaseView):
        user: User = Depends({})

        @router.get("/refunds")
        def show(self):
            return 1
    """
    rule = RequireGuard(("authentication",))
    assert judged(rule, {}, {"shop/views.py": dedent(text.format("get_current_user"))}).hits == ()
    assert len(judged(rule, {}, {"shop/views.py": dedent(text.format("get_session"))}).hits) == 1


@pytest.mark.parametrize(
    ("line", "note"),
    [("from shop.base import Base", True), ("from .base import Base", True), ("from framework import Base", False)],
)
def test_an_unknown_base_of_this_repository_leaves_a_note(line: str, note: bool) -> None:  # noqa: FBT001  (the answer)
    head = f"{line}\n\n\nclass RefundView(Base):\n    def post(self, request):\n        return 1\n"
    (hit,) = judged(AUTH, {}, {"shop/views.py": head}).hits
    assert (hit.confidence < 0.5) is note
