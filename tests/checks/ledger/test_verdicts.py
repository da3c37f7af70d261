"""What becomes of a guard: the cures for false alarms, each beside the loss that it must not hide."""

from __future__ import annotations

import pytest

from checks.ledger import Family, Verdict
from reviewer.domain.findings import LIKELY
from tests.checks.ledger.frameworks.cases import Case, harmless, loss

PATCH = """
    def update(request, pk):
        target = User.objects.get(pk=pk)
        {here}
        if not request.user.is_superuser and request.data.get("is_superuser"):
            raise PermissionDenied
        target.role = request.data["role"]
        target.save()
"""
LOCKS = """
    def update(self, recipe, data):
        if {here}:
            raise PermissionDenied("locked")
        recipe.update(data)
        recipe.save()
"""
HANDLED = """
    def store(self, data):
        {here}
        self.log.info("stored")
"""
RAISED = """try:
            self.gateway.create(data)
        except GatewayError:
            raise ServiceDown()"""
SIBLINGS = """
    class Recipes:
        def can_update(self, recipe):
            return recipe.owner == self.user

        def rename(self, recipe, name):
            {other}
            recipe.name = name
            recipe.save()

        def delete(self, recipe):
            {here}
            recipe.files.delete()
            recipe.delete()
"""
ASKED = "if not self.can_update(recipe):\n                raise PermissionDenied"
ASKING = """
        def _ask(self, recipe):
            if not self.can_update(recipe):
                raise PermissionDenied
"""
ROWS = """
    def badges(self):
        registrations = {here}
        form = BadgeForm(registrations)
        self.mailer.send(registrations, form)
"""
SCHEMA = """
    class Signup(BaseModel):
        {here}
"""
NAME = "name: str\n"
VALIDATED = (
    NAME
    + """
        @field_validator("name")
        def short(cls, value):
            if len(value) > 50:
                raise ValueError("too long")
            return value
"""
)
TIDIED = (
    NAME
    + """
        @field_validator("name")
        def short(cls, value):
            return value.strip()
"""
)
ADD = """
    def add(project, user, data):
        {here}
        member = Member.objects.create(project=project, user=user)
        member.save()
"""
CHECKED = """
    def create(self, data):
        {here}
        return created
"""
TRIED = """try:
            created = self.save(data)
            self._validate_objects(created)
        except DoesNotExist:
            raise PermissionDenied"""
EDIT = """
    def edit(request):
        {here}
        form.save()
        return render(request, "edit.html", {"form": form})
"""
TWICE = """if request.POST:
            form = Form(request.POST)
            restrict_fields(form, request.user)
        else:
            form = Form()
            restrict_fields(form, request.user)"""
ONCE = TWICE.replace("(request.POST)\n            restrict_fields(form, request.user)", "(request.POST)")
FETCH = """
    def fetch(url):
        response = httpx.get(url, timeout=5)
        {here}
        return response.json()
"""

ROLES = """
    class Projects(View):
        @allow_roles([{here}])
        def update(self, request, pk):
            project = Project.objects.get(pk=pk)
            project.save()
"""


INNER = """
    def price(discount, currency, viewer):
        {here}
        discount.amount = discount.amounts[currency]
        discount.save()
"""
NESTED = "if currency is not None and discount.fixed:\n            if not viewer.is_admin:\n                return None"
CASES = (
    loss(
        "a condition of the same words stood beside it before",
        PATCH,
        "if not request.user.is_superuser and target.is_superuser:\n            raise PermissionDenied",
        "target.touch()",
        Family.AUTHORIZATION,
    ),
    harmless(
        "its words stand in a new condition",
        PATCH.replace("        if not request.user.is_superuser and request", "        if request"),
        "if not request.user.is_superuser and target.is_superuser:\n            raise PermissionDenied",
        "if target.is_superuser and request.user.is_superuser is False and pk:\n            raise PermissionDenied",
    ),
    harmless(
        "conditions one in the other became one",
        INNER,
        NESTED,
        "if currency is not None and discount.fixed and not viewer.is_admin:\n            return None",
    ),
    harmless(
        "one condition became two, one in the other",
        INNER,
        "if currency is not None and discount.fixed and not viewer.is_admin:\n            return None",
        NESTED,
    ),
    loss(
        "one more condition came in between",
        INNER,
        NESTED,
        "if currency is not None and discount.fixed and viewer.guest and not viewer.is_admin:\n            return None",
        Family.AUTHORIZATION,
    ),
    loss(
        "another condition than the one that stood around it",
        INNER,
        NESTED,
        "if discount.percentage and not viewer.is_admin:\n            return None",
        Family.AUTHORIZATION,
    ),
    loss(
        "beside the conditions that stood around it, no longer",
        INNER,
        f"{NESTED}\n        if not viewer.is_admin:\n            discount.hide()",
        "if currency is not None and discount.fixed:\n            log(viewer)",
        Family.AUTHORIZATION,
    ),
    loss(
        "one more way past",
        LOCKS,
        "recipe.settings.locked and not self.owns(recipe)",
        "recipe.settings.locked and not self.owns(recipe) and not data.force",
        Family.AUTHORIZATION,
    ),
    harmless(
        "a thing that is not there has no attribute to ask for",
        LOCKS,
        "recipe.settings.locked and not self.owns(recipe)",
        "recipe.settings is not None and recipe.settings.locked and not self.owns(recipe)",
    ),
    loss("the error is kept", HANDLED, RAISED, RAISED.replace("raise ServiceDown()", "pass"), Family.ERROR),
    harmless("the handler is gone, the error goes up", HANDLED, RAISED, "self.gateway.create(data)"),
    harmless("another error", HANDLED, RAISED, RAISED.replace("ServiceDown", "Unavailable")),
    loss("rows pass the filter of a list", ROWS, "[r for r in self.all if not r.is_blocked]", "self.all", Family.STATE),
    harmless(
        "the filter is a function",
        ROWS,
        "[r for r in self.all if not r.is_blocked]",
        "list(r for r in self.all if not r.is_blocked)",
    ),
    loss("a validator of a field that stays", SCHEMA, VALIDATED, NAME, Family.VALIDATION),
    harmless("a validator goes with its field", SCHEMA, VALIDATED, "title: str"),
    harmless("its field has a bound now", SCHEMA, VALIDATED, "name: str = Field(max_length=50)"),
    harmless("it only tidied up", SCHEMA, TIDIED, NAME),
    loss(
        "a limit of the plan",
        ADD,
        "if project.seats_left() <= 0:\n            raise Full",
        "log(project)",
        Family.QUOTA,
    ),
    loss(
        "a ceiling",
        ADD,
        "if len(project.members) >= project.plan.max_members:\n            raise Full",
        "log(project)",
        Family.QUOTA,
    ),
    loss(
        "two projects are compared",
        ADD,
        "if data.project_id != project.id:\n            raise NotFound",
        "log(project)",
        Family.TENANT_SCOPE,
    ),
    harmless("a project is asked for a colour", ADD, "if project.colour == 'red':\n            return", "log(project)"),
    harmless(
        "the limit is turned round",
        ADD,
        "if project.seats_left() <= 0:\n            raise Full",
        "if not project.seats_left() > 0:\n            raise Full",
    ),
    loss("a check whose handler refuses", CHECKED, TRIED, "created = self.save(data)", Family.AUTHORIZATION),
    harmless(
        "the same check in a function",
        CHECKED,
        TRIED,
        TRIED.replace("created = self.save(data)", "created = self.save(data, now=True)"),
    ),
    loss("a check of one branch", EDIT, TWICE, ONCE, Family.AUTHORIZATION),
    harmless(
        "one call for both branches",
        EDIT,
        TWICE,
        "form = Form(request.POST)\n        restrict_fields(form, request.user)",
    ),
    loss("the status is not looked at", FETCH, "response.raise_for_status()", "log(response)", Family.ERROR),
    harmless(
        "the status is asked for by hand",
        FETCH,
        "response.raise_for_status()",
        "if not response.is_success:\n            return {'error': response.text}",
    ),
    harmless(
        "or by another name",
        FETCH,
        "response.raise_for_status()",
        "if not response.ok:\n            raise FetchError(response)",
    ),
    loss("one more role is allowed", ROLES, "Role.ADMIN", "Role.ADMIN, Role.GUEST", Family.AUTHORIZATION),
    harmless("one role less is allowed", ROLES, "Role.ADMIN, Role.MEMBER", "Role.ADMIN"),
    harmless("the roles in another order", ROLES, "Role.ADMIN, Role.MEMBER", "Role.MEMBER, Role.ADMIN"),
)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_ledger_says_what_was_lost(case: Case) -> None:
    assert case.losses() == case.lost, [(e.verdict, e.guard.label, e.confidence) for e in case.entries()]


def test_a_gain_of_a_sibling_covers_nothing() -> None:
    base, head = SIBLINGS.replace("{other}", "self.touch(recipe)"), SIBLINGS.replace("{other}", ASKED)
    changes = Case("", "{here}", base.replace("{here}", ASKED), head.replace("{here}", "self.touch(recipe)"))
    assert [(entry.verdict, entry.proven) for entry in changes.entries()] != [(Verdict.MOVED, True)]
    assert [entry.guard.family for entry in changes.entries()] == [Family.AUTHORIZATION]


def test_a_guard_that_moves_into_a_called_method_is_proven() -> None:
    base = SIBLINGS.replace("{other}", "self.touch(recipe)")
    helper = base.replace("{here}", "self._ask(recipe)") + ASKING
    (entry,) = Case("", "{here}", base.replace("{here}", ASKED), helper).entries()
    assert (entry.verdict, entry.proven) == (Verdict.MOVED, True)


RENAMED = """
    def {name}(one, other):
        return one.host == other.host{more}

    def connect(socket):
        if not {name}(socket.origin, HOST):
            raise PermissionDenied
        socket.accept()
        socket.save()
"""


RELATED = """
    def channels(project):
        found = {here}
        for channel in found:
            channel.test()
        Channel.objects.update(seen=True)
"""
ACTIONS = """
    class Orders(ViewSet):
        rbac_permissions = {here}
"""


@pytest.mark.parametrize("now", ["project.channel_set.annotate(n=1)", "project.channels.all()"])
def test_a_query_by_the_relation_of_the_tenant_is_scoped(now: str) -> None:
    assert Case("", RELATED, "Channel.objects.filter(project=project)", now).entries() == ()


@pytest.mark.parametrize(
    ("path", "families"),
    [
        ("blocked_issues__author", []),
        ("closed_orders__line", []),
        ("issue__state__group", [Family.STATE]),
        ("issue__closed_at", [Family.STATE]),
        ("user__organization__deleted_at", [Family.VISIBILITY]),
        ("public_primary_key", []),
        ("is_public", [Family.AUTHORIZATION]),
    ],
)
def test_a_lookup_speaks_by_its_parts(path: str, families: list[Family]) -> None:
    case = Case("", RELATED, f"Channel.objects.filter({path}=None)", "Channel.objects.all()")
    assert [entry.guard.family for entry in case.entries()] == families


@pytest.mark.parametrize("now", ["Channel.objects.all()", "team.channels.all()", "project.channels"])
def test_a_query_by_any_other_way_is_not(now: str) -> None:
    case = Case("", RELATED, "Channel.objects.filter(project=project)", now)
    assert [entry.guard.family for entry in case.entries()] == [Family.TENANT_SCOPE]


def test_a_row_of_permissions_goes_with_its_method() -> None:
    close = "\n\n        def close(self, request):\n            return self.answer()\n"
    rest = "\n\n        def show(self, request):\n            return self.answer()\n"
    both = f'{{"close": [Admin], "show": [Member]}}{close}{rest}'
    assert Case("", ACTIONS, both, f'{{"show": [Member]}}{rest}').entries() == ()
    assert Case("", ACTIONS, both, f'{{"show": [Member]}}{close}{rest}').entries() != ()


@pytest.mark.parametrize(
    "line", ["assert isinstance(order.total, int)", "assert order.owner is not None", "assert callable(order)"]
)
def test_what_is_said_to_the_type_checker_is_no_guard(line: str) -> None:
    frame = "    def pay(order):\n        {here}\n        order.paid = True\n        order.save()\n"
    assert Case("", frame, line, "log(order)").entries() == ()


@pytest.mark.parametrize("line", ["assert order.status == OPEN", "assert order.owner.is_staff"])
def test_what_is_asserted_of_a_caller_or_a_state_is_a_guard(line: str) -> None:
    frame = "    def pay(order):\n        {here}\n        order.paid = True\n        order.save()\n"
    assert Case("", frame, line, "log(order)").entries() != ()


SITES = """
    class {name}Delete(DeleteView):
        permission_required = "dcim.delete_{name}"
        model = {name}
        template = "delete.html"
"""
NAMES = ("Site", "Rack", "Cable", "Power", "Device", "Panel")


@pytest.mark.parametrize(("classes", "told"), [(6, 1), (5, 1), (4, 4)])
def test_many_classes_that_drop_one_attribute_are_one_migration(classes: int, told: int) -> None:
    base = "".join(SITES.replace("{name}", name) for name in NAMES[:classes])
    head = "\n".join(line for line in base.splitlines() if "permission_required" not in line)
    entries = Case("", "{here}", base, head).entries()
    assert [len(entry.others) for entry in entries] == ([classes - 1] if told == 1 else [0] * told)


OWNED = """
    def unsubscribe(pk):
        subscription = Subscription.objects.get(pk=pk)
        require_admin_or_owner({here})
        subscription.delete()
"""


def test_a_check_that_asks_of_another_thing_is_a_change() -> None:
    (entry,) = Case("", OWNED, "subscription.user.id", "subscription.id").entries()
    assert (entry.verdict, entry.guard.family) == (Verdict.CHANGED, Family.AUTHORIZATION)


@pytest.mark.parametrize("now", ["subscription.user.id, quiet=True", "subscription.user.id", "user.id", "owner_of(pk)"])
def test_a_check_with_other_arguments_is_the_same(now: str) -> None:
    assert Case("", OWNED, "subscription.user.id", now).entries() == ()


def test_a_comparison_that_asks_for_presence_first_is_as_strict() -> None:
    frame = """
        def move(cycle):
            if {here}cycle.end < now():
                raise ValidationError("it is over")
            cycle.issues.update(moved=True)
    """
    assert Case("", frame, "", "cycle.end is not None and ").entries() == ()
    assert Case("", frame, "", "cycle.open is not None and ").entries() != ()


def test_a_helper_of_another_name_is_the_same_guard() -> None:
    base, head = (RENAMED.format(name=name, more="") for name in ("_is_owner", "is_owner"))
    assert Case("", "{here}", base, head).entries() == ()


def test_a_helper_that_does_less_under_another_name_is_a_change() -> None:
    base = RENAMED.format(name="_is_owner", more=" and one.port == other.port")
    head = RENAMED.format(name="is_owner", more="")
    assert Case("", "{here}", base, head).entries() != ()


SHARED = """
    def shared(store, channel):
        for grant in store.of(channel):
            {here}
            store.update(grant, channel=channel)
"""


def test_passing_over_what_is_not_there_is_seldom_a_permission() -> None:
    (entry,) = Case("", SHARED, "if grant is None:\n                continue", "grant.touch()").entries()
    assert entry.guard.family is Family.AUTHORIZATION
    assert entry.confidence < LIKELY


@pytest.mark.parametrize(
    "was",
    ["if grant is None:\n                raise PermissionDenied", "if not grant.is_admin:\n                continue"],
)
def test_refusing_and_passing_over_what_is_forbidden_is_one(was: str) -> None:
    (entry,) = Case("", SHARED, was, "grant.touch()").entries()
    assert entry.guard.family is Family.AUTHORIZATION
    assert entry.confidence >= LIKELY
