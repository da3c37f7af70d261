"""Layers: what may import what, over the whole graph, and only what is new."""

import pytest

from checks.constraints import Layers
from checks.constraints.judge import judge
from checks.constraints.layer_names import PRESETS
from checks.kit import Status
from checks.kit.change import ChangeSet, FileVersions
from tests.checks.constraints.judging import constraint, judged

PRESET = Layers(PRESETS["routes-services-repositories-models"])
FOUR = {
    "shop/__init__.py": "",
    "shop/routes/orders.py": "",
    "shop/services/orders.py": "",
    "shop/repositories/orders.py": "",
    "shop/models/order.py": "",
    "shop/util.py": "",
}


def hits(
    path: str, base: str | None, head: str, around: dict[str, str] | None = None, rule: Layers = PRESET
) -> list[str]:
    before = {} if base is None else {path: base}
    return [hit.message for hit in judged(rule, before, {path: head}, around={**FOUR, **(around or {})}).hits]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("shop/models/order.py", "from shop.services.orders import total\n"),
        ("shop/models/order.py", "from shop.services import orders\n"),
        ("shop/models/order.py", "import shop.services.orders\n"),
        ("shop/models/order.py", "from ..services import orders\n"),
        ("shop/models/order.py", "from ..services.orders import total\n"),
        ("shop/models/order.py", "def f():\n    from shop.routes import orders\n"),
        ("shop/repositories/orders.py", "from shop.services.orders import total\n"),
        ("shop/services/orders.py", "from shop.routes.orders import router\n"),
    ],
)
def test_a_new_import_upwards_is_told(path: str, text: str) -> None:
    (message,) = hits(path, "", text)
    assert "a layer above it" in message


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("shop/routes/orders.py", "from shop.services.orders import total\n"),
        ("shop/routes/orders.py", "from shop.models.order import Order\n"),
        ("shop/services/orders.py", "from shop.services import other\nfrom shop.repositories import orders\n"),
        ("shop/repositories/orders.py", "from ..models.order import Order\n"),
        ("shop/models/order.py", "from shop.util import x\nimport json\n"),
        ("shop/models/order.py", "from google.api import http\n"),
        ("shop/models/order.py", "import services\n"),
        ("shop/models/order.py", "from types import services\n"),
        ("shop/models/order.py", "# from shop.services import orders\n"),
        (
            "shop/models/order.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop.services.orders import total\n",
        ),
        ("shop/models/tests/test_order.py", "from shop.services.orders import total\n"),
        ("shop/util.py", "from shop.services.orders import total\n"),
        ("shop/models/order.py", "from .order import Order\n"),
        ("shop/models/order.py", "from ...... import services\n"),
    ],
)
def test_what_leads_down_or_out_is_silent(path: str, text: str) -> None:
    assert hits(path, "", text) == []


def test_what_the_base_had_is_no_news() -> None:
    old = "from shop.services.orders import total\n"
    assert hits("shop/models/order.py", old, f"{old}x = 1\n") == []
    assert hits("shop/models/order.py", old, "from ..services import orders\n") == []


def test_a_moved_file_keeps_its_imports() -> None:
    data = b"from shop.services.orders import total\n"
    around = [FileVersions(path, Status.MODIFIED, b"", b"#\n") for path in FOUR]
    renamed = FileVersions("shop/models/new.py", Status.RENAMED, data, data, "shop/models/old.py")
    answer = judge(constraint(PRESET), ChangeSet([*around, renamed]))
    assert answer is not None
    assert answer.hits == ()


def test_a_way_around_by_a_file_without_a_layer_is_told_at_either_end() -> None:
    by_way = {"shop/util.py": "from shop.services.orders import total\n"}
    (message,) = hits("shop/models/order.py", "", "from shop import util\n", by_way)
    assert "by way of `shop/util.py`" in message
    (message,) = hits(
        "shop/util.py", "", "from shop.services import orders\n", {"shop/models/order.py": "from shop.util import x\n"}
    )
    assert message.startswith("`shop/models/order.py` (models) now depends on `shop/services/orders.py` (services)")


def test_a_way_around_in_the_middle_is_told() -> None:
    around = {
        "shop/models/order.py": "from shop import a\n",
        "shop/a.py": "",
        "shop/b.py": "from shop.routes import orders\n",
    }
    (message,) = hits("shop/a.py", "", "from shop import b\n", around)
    assert "by way of `shop/a.py`, `shop/b.py`" in message


def test_a_circle_ends() -> None:
    around = {"shop/models/order.py": "from shop import a\n", "shop/a.py": "", "shop/b.py": "from shop import a\n"}
    assert hits("shop/a.py", "", "from shop import b\n", around) == []


def test_a_test_is_no_way_around() -> None:
    around = {
        "shop/tests/helper.py": "from shop import util\n",
        "shop/models/order.py": "from shop.tests import helper\n",
    }
    assert hits("shop/util.py", "", "from shop.services import orders\n", around) == []
    tested = {"tests/models/test_order.py": "from shop import util\n"}
    assert hits("shop/util.py", "", "from shop.services import orders\n", tested) == []


def test_files_around_that_cannot_be_read_are_no_hindrance() -> None:
    around = {"shop/models/order.py": "from shop import util\n", "shop/models/broken.py": "from shop import util (\n"}
    (message,) = hits("shop/util.py", "", "from shop.services import orders\n", around)
    assert message.startswith("`shop/models/order.py`")


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("billing/models.py", "from billing import services\n", 1),
        ("billing/models.py", "from billing.views import show\n", 1),
        ("billing/views.py", "from billing.models import Bill\n", 0),
        ("api/models.py", "from billing import services\n", 0),
        ("services/api/client.py", "from billing.views import show\n", 0),
    ],
)
def test_modules_beside_each_other_and_paths_that_name_two_layers(path: str, text: str, found: int) -> None:
    around = {"billing/__init__.py": "", "billing/services.py": "", "billing/views.py": "", "billing/models.py": ""}
    assert len(hits(path, "", text, around)) == found


def test_namespace_packages() -> None:
    around = {"acme/shop/services/orders.py": "", "acme/shop/models/order.py": ""}
    assert len(hits("acme/shop/models/order.py", "", "from acme.shop.services import orders\n", around)) == 1
    assert hits("acme/shop/models/order.py", "", "import acme.shop\n", around) == []


def test_several_roots() -> None:
    around = {
        "apps/a/pyproject.toml": "",
        "apps/a/src/core/services/x.py": "",
        "apps/a/src/core/models/m.py": "",
        "apps/b/pyproject.toml": "",
        "apps/b/src/core/util.py": "",
    }
    text = "from core.services.x import y\n"
    assert len(hits("apps/a/src/core/models/m.py", "", text, around)) == 1
    without = {**around, "apps/b/src/core/models/m.py": ""}
    assert hits("apps/b/src/core/models/m.py", "", text, without) == []


@pytest.mark.parametrize(
    ("packages", "text", "found"),
    [
        (("shop.routes", "shop.services", "shop.models"), "from shop.services import orders\n", 1),
        (("shop.models", "shop.services"), "from shop.services import orders\n", 0),
        (("shop.services | shop.util", "shop.models"), "from shop import util\n", 1),
        (("*.services", "*.models"), "from shop.services import orders\n", 1),
        (("shop/services", "shop/models"), "from shop.services import orders\n", 1),
        (("other.services", "other.models"), "from shop.services import orders\n", 0),
        (("service", "model"), "from shop.services import orders\n", 0),
    ],
)
def test_layers_by_name(packages: tuple[str, ...], text: str, found: int) -> None:
    assert len(hits("shop/models/order.py", "", text, rule=Layers(packages))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import { total } from '../services/orders'\n", 1),
        ("import { total } from '@/services/orders'\n", 1),
        ("import { total } from '@src/services/orders'\n", 1),
        ("import { total } from '@acme/services/orders'\n", 0),
        ("const o = require('../services/orders')\n", 1),
        ("import type { Total } from '../services/orders'\n", 0),
        ("import { total } from 'services'\n", 0),
        ("import { x } from './other'\n", 0),
    ],
)
def test_scripts(text: str, found: int) -> None:
    around = {"src/services/orders.ts": "", "src/models/order.ts": "", "src/models/other.ts": "", "package.json": "{}"}
    assert len(hits("src/models/order.ts", "", text, around)) == found


def test_nothing_of_a_layer_in_the_change_is_not_applicable() -> None:
    assert not judged(PRESET, {"docs/conf.py": ""}, {"docs/conf.py": "x = 1\n"}).applies
    assert judged(PRESET, {"shop/models/order.py": ""}, {"shop/models/order.py": "x = 1\n"}).applies


def test_the_package_around_a_file_is_no_way_around() -> None:
    """Python runs it whatever the file imports; it is where all layers are put together."""
    around = {"shop/__init__.py": "from shop import app\n", "shop/models/order.py": "from shop import util\n"}
    assert hits("shop/app.py", "", "from shop.routes import orders\n", around) == []


def test_many_ways_up_are_one_hit_for_one_file() -> None:
    around = {"shop/a.py": "from shop.services import orders\n", "shop/b.py": "from shop.services import orders\n"}
    assert (
        len(hits("shop/models/order.py", "", "from shop import a, b\nfrom shop.services import orders\n", around)) == 1
    )


def test_of_several_names_of_a_layer_the_one_that_stands_on_the_path_is_said() -> None:
    files = {"shop/views/a.py": "x = 1\n", "shop/api/b.py": "x = 1\n", "shop/models/c.py": "x = 1\n"}
    head = {**files, "shop/models/c.py": "from shop.api import b\n"}
    (hit,) = judged(Layers(("shop.views | shop.api", "shop.models")), files, head).hits
    assert "(shop.models) now depends on `shop/api/b.py` (shop.api)" in hit.message
