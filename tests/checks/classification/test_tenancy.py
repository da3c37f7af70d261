import pytest

from tests.checks.classification.changing import areas

QUERY = "def load(slug, pk, user):\n    return Order.objects.filter({})\n"


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (QUERY.format("pk=pk, workspace__slug=slug"), QUERY.format("pk=pk")),
        (QUERY.format("pk=pk"), QUERY.format("pk=pk, organization_id=slug")),
        (QUERY.format("owner=self.request.user, pk=pk"), QUERY.format("pk=pk")),
        (
            "q = session.query(Kind).filter(Kind.default == true())\n",
            "q = session.query(Kind).filter(Kind.default == true()).filter(Kind.project_id == target.project_id)\n",
        ),
        ("with tenant_context(tenant):\n    run()\n", "run()\n"),
        ("cursor.execute('SET search_path TO tenant_7')\n", "pass\n"),
        ("rows = Order.objects.for_user(user)\n", "rows = Order.objects.all()\n"),
        ("def f():\n    if order.team_id != user.team_id:\n        raise NotFound\n", "def f():\n    pass\n"),
    ],
)
def test_a_tenant_key_that_leaves_or_enters_a_query_is_tenancy(base: str, head: str) -> None:
    assert "tenancy" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("x = data.get('organization')\n", "x = data.get('organization', '')\n"),
        ("def label(team):\n    return team.name\n", "def label(team):\n    return team.title\n"),
        ("rows = policies.get_or_create_for_user(user)\n", "rows = policies.create_default_for_user(user)\n"),
        ("def f():\n    pass\n", "def f():\n    p = Project.objects.filter(team=team)\n    return p\n"),
        ("def f():\n    pass\n", "def f(org):\n    org.channels.all.filter(team_id=1).delete()\n"),
        ("when = zone.localize(moment)\n", "when = moment.astimezone(zone)\n"),
    ],
)
def test_words_of_tenants_outside_of_a_changed_scope_are_not_tenancy(base: str, head: str) -> None:
    assert "tenancy" not in areas(base, head)
