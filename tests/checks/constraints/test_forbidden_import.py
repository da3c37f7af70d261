"""Modules that must not be imported, in the languages whose imports are read."""

import pytest

from checks.constraints import ForbidImport
from tests.checks.constraints.judging import judged, said

FORBID = ForbidImport(("requests", "urllib3.*", "app.legacy"))


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ("import requests\n", "requests"),
        ("import requests.adapters\n", "requests.adapters"),
        ("import json, requests as r\n", "requests"),
        ("from requests import get\n", "requests"),
        ("from urllib3.util import retry\n", "urllib3.util"),
        ("from app import legacy\n", "app.legacy"),
        ("from app.legacy.models import X\n", "app.legacy.models"),
        ("def f():\n    import requests\n", "requests"),
        ("try:\n    import requests\nexcept ImportError:\n    requests = None\n", "requests"),
        ("client = importlib.import_module('requests')\n", "requests"),
        ("match x:\n    case 1:\n        import requests\n", "requests"),
    ],
)
def test_a_new_import_is_told_at_its_line(text: str, module: str) -> None:
    (hit,) = judged(FORBID, "x = 1\n", f"x = 1\n{text}").hits
    assert f"`{module}`" in hit.message
    assert hit.span.start_line > 1


@pytest.mark.parametrize(
    "text",
    [
        "import requests_mock\n",
        "import urllib3\n",
        "from app import legacy_free\n",
        "from application.legacy import X\n",
        "x = 'import requests'\n",
        "# import requests\n",
        '"""\nimport requests\n"""\n',
        "requests = 1\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import requests\n",
        "import typing\nif typing.TYPE_CHECKING:\n    from requests import Session\n",
        "from .requests import get\n",
    ],
)
def test_what_is_no_import_of_it_is_silent(text: str) -> None:
    answer = judged(FORBID, "x = 1\n", f"x = 1\n{text}")
    assert (answer.applies, answer.hits) == (True, ())


def test_an_import_for_types_that_begins_to_run_is_new() -> None:
    base = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import requests\n"
    assert len(judged(FORBID, base, "import requests\n").hits) == 1


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("import requests\n", "import requests\nx = 1\n"),
        ("import requests\n", "from requests import get\n"),
        ("import os\nimport requests\n", "import requests\nimport os\n"),
        ("import requests\n", ""),
    ],
)
def test_what_the_base_had_is_no_news(base: str, head: str) -> None:
    assert judged(FORBID, base, head).hits == ()


def test_one_hit_for_one_module_of_a_file() -> None:
    head = "import requests\ndef f():\n    import requests\n    from app import legacy\n"
    assert [line for _, _, line, _ in said(judged(FORBID, "", head))] == [1, 4]


@pytest.mark.parametrize(
    ("path", "module", "text"),
    [
        ("src/a.ts", "axios", "import axios from 'axios'\n"),
        ("src/a.ts", "axios", "import {\n  get,\n} from 'axios'\n"),
        ("src/a.js", "axios", "const a = require('axios')\n"),
        ("src/a.js", "axios", "const a = await import('axios/lib')\n"),
        ("src/a.ts", "axios", "export * from 'axios'\n"),
        ("a.go", "github.com/pkg/errors", 'import (\n\t"fmt"\n\te "github.com/pkg/errors"\n)\n'),
        ("A.java", "com.acme.legacy", "import com.acme.legacy.Client;\n"),
        ("A.java", "com.acme.legacy", "import static com.acme.legacy.Client.call;\n"),
        ("a.kt", "com.acme.legacy", "import com.acme.legacy.Client\n"),
        ("a.php", "App.Legacy", "use App\\Legacy\\Client;\n"),
        ("a.rb", "net/http", "require 'net/http'\n"),
        ("a.rs", "std.fs", "use std::fs::File;\n"),
        ("A.cs", "Acme.Legacy", "using Acme.Legacy;\n"),
    ],
)
def test_other_languages(path: str, module: str, text: str) -> None:
    assert len(judged(ForbidImport((module,)), {path: "\n"}, {path: f"\n{text}"}).hits) == 1


@pytest.mark.parametrize(
    ("path", "module", "text"),
    [
        ("src/a.ts", "axios", "import type { AxiosError } from 'axios'\n"),
        ("src/a.ts", "axios", "import x from 'axios-mock'\n"),
        ("src/a.ts", "axios", "call('axios')\n"),
        ("a.go", "errors", 'import "github.com/pkg/errors"\n'),
        ("A.java", "com.acme.legacy", "import com.acme.legacyfree.Client;\n"),
        ("a.md", "axios", "import axios from 'axios'\n"),
    ],
)
def test_other_languages_are_silent(path: str, module: str, text: str) -> None:
    assert judged(ForbidImport((module,)), {path: "\n"}, {path: f"\n{text}"}).hits == ()


@pytest.mark.parametrize(
    ("path", "paths", "hits"),
    [
        ("orders/a.py", ("orders/**",), 1),
        ("billing/a.py", ("orders/**",), 0),
        ("orders/tests/test_a.py", ("orders/**",), 0),
        ("orders/tests/test_a.py", ("orders/tests/**",), 1),
        ("orders/a.py", ("orders/**", "!orders/a.py"), 0),
    ],
)
def test_paths(path: str, paths: tuple[str, ...], hits: int) -> None:
    answer = judged(FORBID, {path: "x = 1\n"}, {path: "import requests\n"}, *paths)
    assert (len(answer.hits), answer.applies) == (hits, bool(hits))


def test_it_cites_id_sentence_reason_and_owner() -> None:
    (hit,) = judged(FORBID, "", "import requests\n").hits
    assert hit.title == "C-1: It is so"
    assert hit.message.endswith("Because: INC-1. Owner: @acme/core.")


@pytest.mark.parametrize(
    "text", ["import\n" * 60_000, "export " * 60_000, "import {" + "a,\n" * 90_000, "from 'a'\n" * 40_000]
)
def test_hostile_text_is_read_in_bounds(text: str) -> None:
    assert judged(
        ForbidImport(("axios",)), {"src/a.ts": "\n"}, {"src/a.ts": f"{text}\nimport x from 'axios'\n"}
    ).applies
