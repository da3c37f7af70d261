"""Constraints of the organisation in the App: read with the pull request, judged over the repository's import graph."""

from __future__ import annotations

from tests.desk import Desk
from tests.fakes.github import acts

DEFAULT = b"""\
constraints:
  - {id: ORG-1, says: Models do not know services., kind: commission, area: layering,
     layers: [shop.services, shop.models]}
  - {id: ORG-2, says: Nothing is evaluated., because: pentest, kind: commission, area: security-config,
     semgrep: {languages: [python], pattern: eval(...)}}
  - {id: ORG-3, says: People deploy., kind: commission, area: gate-integrity, paths: ["deploy/**"], human_only: true}
"""
AROUND = {
    "shop/__init__.py": b"",
    "shop/models.py": b"x = 1\n",
    "shop/util.py": b"from shop import services\n",
    "shop/services.py": b"x = 1\n",
}
CHANGE: dict[str, bytes | None] = {
    "shop/models.py": b"from shop import util\n\nx = 1\n",
    "shop/other.py": b"y = eval('1')\n",
}


async def test_the_organisations_constraints_are_judged(desk: Desk) -> None:
    shop = desk.shop
    acts.commit(shop.world, shop.world.repository("acme/.github"), "main", {".github/holdfast.yml": DEFAULT})
    acts.commit(shop.world, shop.repository, "main", AROUND)
    acts.branch(shop.repository, "layers")
    acts.commit(shop.world, shop.repository, "layers", CHANGE)
    shop.pull = acts.open_pull(shop.world, shop.repository, "layers", title="Layers")
    run = await desk.review("opened")
    told = f"{run.summary}{run.text}"
    assert run.conclusion == "action_required"
    assert "ORG-1: Models do not know services" in told
    assert "by way of `shop/util.py`" in told
    assert "ORG-2: Nothing is evaluated" in told
    assert "Because: pentest." in told
    assert "Constraints (violated: 2 commissions · 1 not applicable)" in told
    assert sorted(comment.path for comment in shop.pull.comments) == ["shop/models.py", "shop/other.py"]
