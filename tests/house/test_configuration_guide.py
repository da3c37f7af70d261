"""The guide to the configuration is true: every YAML in it is read, every constraint fires and keeps silent."""

import re
from pathlib import Path

import pytest

from checks.constraints import Constraint
from reviewer.analysis import rule_table
from reviewer.config import read_config
from reviewer.domain.links import SCHEMA_URL
from reviewer.domain.material import ConfigFile
from tests.house.tracked import ROOT
from tests.repositories import Files, new_repository
from tests.reviewer.cli.running import holdfast

GUIDE = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def constraints_of(text: str) -> tuple[Constraint, ...]:
    policy, problems = read_config(ConfigFile("guide.yml", text.encode()), rule_table().keys())
    assert problems == ()
    return policy.constraints


OWNERS = {constraint.id: block for block in BLOCKS for constraint in constraints_of(block)}

VIEW = "def show(request, pk):\n    return Order.objects.filter(organization=request.user.organization).get(pk=pk)\n"
HOOK = (
    "def hook(request):\n    verify_signature(request)\n    order = load(request)\n    order.pay()\n    return order\n"
)
TAX = "def round_half(x):\n    return int(x * 2 + 1) / 2\n\n\ndef other():\n    return 1\n"
VAT = "// holdfast: region vat\nconst vat = 19;\n// holdfast: end vat\nconst other = 1;\n"
BASE: Files = {
    "orders/__init__.py": "",
    "orders/views.py": VIEW,
    "orders/services.py": "x = 1\n",
    "orders/models.py": "class Order:\n    pass\n",
    "orders/tax.py": TAX,
    "orders/rates.ts": VAT,
    "pay/webhooks.py": HOOK,
    "shop/routes/orders.py": "x = 1\n",
    "shop/repositories/orders.py": "x = 1\n",
    "deploy/prod.yml": "a: 1\n",
    "README.md": "Shop\n",
}
NEW_VIEW = VIEW + "\n\ndef all_orders(request):\n    return list(Order.objects.all())\n"
FIRES: dict[str, Files] = {
    "C-01": {"orders/views.py": NEW_VIEW},
    "C-02": {"orders/services.py": "import requests\n\nx = 1\n"},
    "C-03": {"orders/models.py": "from orders import services\n\n\nclass Order:\n    pass\n"},
    "C-04": {"shop/repositories/orders.py": "from shop.routes import orders\n"},
    "C-05": {"orders/services.py": "x = eval('1')\n"},
    "C-06": {"pay/webhooks.py": HOOK.replace("    verify_signature(request)\n", "")},
    "C-07": {"orders/rates.ts": VAT.replace("19", "7")},
    "C-08": {"orders/services.py": "x = LegacyClient()\n"},
    "C-09": {"deploy/prod.yml": "a: 2\n"},
    "layer-direction": {"shop/repositories/orders.py": "from ..routes import orders\n"},
    "database": {"orders/services.py": "import sqlite3\n"},
    "orm-present": {"orders/services.py": "def f(db):\n    return db.execute('SELECT 1')\n"},
}
SILENT: dict[str, Files] = {
    "C-01": {"orders/views.py": f"import json\n\n\n{VIEW}"},
    "C-02": {"README.md": "import requests\n", "orders/services.py": "import json\n"},
    "C-03": {"orders/views.py": f"from orders import models\n\n\n{VIEW}"},
    "C-04": {"shop/routes/orders.py": "from shop.repositories import orders\n"},
    "C-05": {"orders/services.py": "x = 'eval(1)'\n"},
    "C-06": {"pay/webhooks.py": f"import json\n\n\n{HOOK}"},
    "C-07": {
        "orders/tax.py": TAX.replace("return 1", "return 2"),
        "orders/rates.ts": VAT.replace("other = 1", "o = 1"),
    },
    "C-08": {"orders/services.py": "x = 'LegacyClient'\n"},
    "C-09": {"orders/services.py": "x = 2\n"},
    "layer-direction": {"shop/routes/orders.py": "from ..repositories import orders\n"},
    "database": {"orders/services.py": "import psycopg\n"},
    "orm-present": {"orders/services.py": "def f(Order):\n    return Order.objects.filter(a=1)\n"},
}


def test_the_whole_example_names_the_schema_first() -> None:
    assert BLOCKS[0].startswith(f"# yaml-language-server: $schema={SCHEMA_URL}\nversion: 1\n")


def test_every_constraint_of_the_guide_is_tried() -> None:
    assert OWNERS.keys() == FIRES.keys() == SILENT.keys()


@pytest.mark.parametrize("name", sorted(FIRES))
def test_a_constraint_fires_and_keeps_silent(tmp_path: Path, name: str) -> None:
    for change, violated in ((FIRES[name], True), (SILENT[name], False)):
        repository = new_repository(tmp_path / f"{violated}")
        repository.commit({**BASE, ".github/holdfast.yml": OWNERS[name]})
        repository.commit(change)
        report = holdfast("review", "--repo", repository.path, "--format", "json").json
        became = {it["id"]: it["status"] for it in report["constraints"]}
        assert (became[name] == "violated") is violated
        found = [it for it in report["findings"] if it["check"].endswith(f"/{name}")]
        assert bool(found) is violated
        assert all(it["title"].startswith(f"{name}: ") for it in found)
