import pytest

from tests.checks.classification.changing import areas, classified

EXPRESS = "import express from 'express'\nconst router = express.Router()\n{}\n"
NEST = "import {{ Controller }} from '@nestjs/common'\n{}\n@Post()\ncreate() {{ return 1 }}\n"
GO = 'package api\n\nimport "net/http"\n\nfunc Delete(w http.ResponseWriter) {{\n\t{}\n}}\n'
RAILS = "class OrdersController < ApplicationController\n  {}\n  def show\n  end\nend\n"
SPRING = "import org.springframework.stereotype.Service;\n\nclass Orders {{\n    {}\n    void pay() {{\n    }}\n}}\n"


@pytest.mark.parametrize(
    ("path", "text", "line", "area"),
    [
        ("src/routes.ts", EXPRESS, "router.use(requireAuth)", "auth"),
        ("src/routes.ts", EXPRESS, "await prisma.$transaction([a, b])", "transactions"),
        ("src/routes.ts", EXPRESS, "app.use(rateLimit({ max: 5 }))", "rate-limits"),
        ("src/routes.ts", EXPRESS, "const body = z.object({ id: z.string() })", "validation"),
        ("src/a.controller.ts", NEST, "@UseGuards(RolesGuard)", "auth"),
        ("api/orders.go", GO, "if !isAdmin(r) { http.Error(w, s, http.StatusForbidden) }", "auth"),
        ("api/orders.go", GO, "tx, err := db.BeginTx(ctx, nil)", "transactions"),
        ("api/orders.go", GO, "client := http.Client{Timeout: 5}", "external-calls"),
        ("app/controllers/orders_controller.rb", RAILS, "before_action :authenticate_user!", "auth"),
        ("app/models/order.rb", RAILS, "validates :ref, presence: true", "validation"),
        ("app/models/order.rb", RAILS, "with_lock do pay end", "transactions"),
        ("src/main/java/Orders.java", SPRING, '@PreAuthorize("hasRole(1)")', "auth"),
        ("src/main/java/Orders.java", SPRING, "@Transactional", "transactions"),
        ("src/main/java/Orders.java", SPRING, '@Column(name = "ref")', "schema"),
    ],
)
def test_framework_words_on_a_changed_line_tell_the_area(path: str, text: str, line: str, area: str) -> None:
    assert area in areas(text.format(line), text.format(""), path)
    assert area in areas(text.format(""), text.format(line), path)


@pytest.mark.parametrize(
    ("path", "base", "head"),
    [
        ("web/src/Login.tsx", "const a = 1\n", "const a = isAdmin(user)\n"),
        ("web/src/auth.ts", "import React from 'react'\n", "import React from 'react'\nconst a = requireAuth()\n"),
        ("web/src/store.js", "let a = 1\n", "let a = user.isAdmin\n"),
        ("frontend/pages/login.vue", "<a/>\n", "<b/>\n"),
        ("src/routes.ts", EXPRESS.format("// requireAuth"), EXPRESS.format("// later")),
        ("src/routes.ts", EXPRESS.format("a()\nrequireAuth()"), EXPRESS.format("requireAuth()\na()")),
        ("src/routes.ts", EXPRESS.format("use('x', requireAuth)"), EXPRESS.format('  use("x", requireAuth);')),
        ("app/a.rb", RAILS.format("x = 1"), RAILS.format("x = y.is_a?(String)")),
        ("main.go", GO.format("a := 1"), GO.format("a := 2")),
        ("types/api.d.ts", "import express from 'express'\n", "import express from 'express'\nrequireAuth()\n"),
    ],
)
def test_pages_comments_and_moved_lines_are_nothing(path: str, base: str, head: str) -> None:
    assert areas(base, head, path) == set()


def test_the_reason_names_the_function() -> None:
    base = "const express = require('express')\nfunction destroy(req) {\n  requireAdmin(req)\n  gone()\n}\n"
    found = classified(base, base.replace("  requireAdmin(req)\n", ""), "src/users.js")
    assert found["auth"].reason == "guard `requireAdmin` in `destroy` was removed"


@pytest.mark.parametrize(
    ("path", "base", "head", "area"),
    [
        ("prisma/schema.prisma", "model A {\n  id Int @id\n}\n", "model A {\n  id Int @id\n  b Int?\n}\n", "schema"),
        ("api/schema.graphql", "type A {\n  id: ID\n  b: Int\n}\n", "type A {\n  id: ID\n}\n", "api-contracts"),
        ("openapi.yaml", "openapi: 3.0.0\npaths:\n  /a:\n  /b:\n", "openapi: 3.0.0\npaths:\n  /a:\n", "api-contracts"),
    ],
)
def test_written_schemas_and_contracts(path: str, base: str, head: str, area: str) -> None:
    assert areas(base, head, path) == {area}


@pytest.mark.parametrize(
    ("path", "base", "head"),
    [
        ("api/schema.graphql", "type A {\n  id: ID\n}\n", "type A {\n  id: ID\n  b: Int\n}\n"),
        ("openapi.yaml", "openapi: 3.0.0\ndescription: a\n", "openapi: 3.0.0\ndescription: b\n"),
    ],
)
def test_additions_and_prose_break_no_contract(path: str, base: str, head: str) -> None:
    assert areas(base, head, path) == set()
