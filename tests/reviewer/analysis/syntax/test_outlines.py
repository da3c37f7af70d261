"""Units by qualified name and place, and what does not parse; a hostile file costs only itself."""

import pytest

from checks.kit import Source
from reviewer.analysis.blobs import Blob, blob_of
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.syntax import Outline, OutlineCache, Unit, read_outlines


def blob(path: str, text: str) -> Blob:
    return blob_of(Source(path, text.encode()))


def outline(path: str, text: str) -> Outline:
    one = blob(path, text)
    return read_outlines([one], Deadline(60.0), OutlineCache()).outlines[one]


def units(path: str, text: str) -> list[tuple[str, int, int]]:
    return [(unit.name, unit.start_line, unit.end_line) for unit in outline(path, text).units]


SCRIPT = """\
function plain(a) { return a; }
exports.create = async (req, res) => {
  const ids = rows.map(row => row.id);
  const helper = () => 1;
};
const list = asyncHandler(async (req, res) => {});
class A { m() {} static async s() {} f = () => 2; }
module.exports = { a: () => 1, b() { return 2 } };
router.post('/orders', requireAuth, async (req, res) => {
  x();
});
router.get("/orders", requireAuth, controller.list);
app.use('/api', requireAuth);
cache.get('/orders');
export default async () => 1;
"""


def test_scripts() -> None:
    assert units("a.js", SCRIPT) == [
        ("plain", 1, 1),
        ("exports.create", 2, 5),
        ("exports.create.helper", 4, 4),
        ("list", 6, 6),
        ("A", 7, 7),
        ("A.m", 7, 7),
        ("A.s", 7, 7),
        ("A.f", 7, 7),
        ("a", 8, 8),
        ("b", 8, 8),
        ("router.post('/orders')", 9, 11),
        ("router.get('/orders')", 12, 12),
        ("cache.get('/orders')", 14, 14),
        ("default", 15, 15),
    ]


TYPED = """\
@Controller('orders')
export class Orders {
  constructor(private x: string) {}
  @UseGuards(Guard)
  @Post()
  async create(@Body() dto: Dto) {
    return dto;
  }
  handler = async () => {};
}
abstract class B<T> { abstract x(): void; y(): void {} }
namespace N { export function f() {} }
const s = styled.div<P>`a`;
"""


def test_types_and_decorators() -> None:
    assert units("a.ts", TYPED) == [
        ("Orders", 1, 10),
        ("Orders.constructor", 3, 3),
        ("Orders.create", 4, 8),
        ("Orders.handler", 9, 9),
        ("B", 11, 11),
        ("B.y", 11, 11),
        ("N", 12, 12),
        ("N.f", 12, 12),
    ]
    assert outline("a.ts", TYPED).problem is None


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        (
            "a.go",
            """\
package a
type S struct{}
func (s *S) Create() {}
func (m Map[K, V]) Get() {}
func main() {
    r.POST("/orders", auth, func(c *gin.Context) {})
}
""",
            ["S", "S.Create", "Map.Get", "main", "main.r.POST('/orders')"],
        ),
        (
            "a.rb",
            """\
module Admin
  class Orders < Base
    def create; end
    def self.find(x); end
  end
end
class A::B
  def x?; end
end
""",
            ["Admin", "Admin.Orders", "Admin.Orders.create", "Admin.Orders.find", "A.B", "A.B.x?"],
        ),
        (
            "A.java",
            'class C {\n  @PreAuthorize("x")\n  void m() {}\n  C() {}\n  record R(int a) { R {} }\n  enum E { A }\n}\n',
            ["C", "C.m", "C.C", "C.R", "C.R.R", "C.E"],
        ),
        (
            "a.php",
            "<?php\nnamespace A;\nclass C { function m() {} }\nfunction f() {}\nRoute::post('/o', function () {});\n",
            ["C", "C.m", "f", "Route::post('/o')"],
        ),
    ],
)
def test_other_languages(path: str, text: str, names: list[str]) -> None:
    assert [name for name, _, _ in units(path, text)] == names
    assert outline(path, text).problem is None


def test_the_unit_around_lines_is_the_innermost() -> None:
    seen = Outline((Unit("A", "class", 1, 9), Unit("A.m", "function", 2, 4), Unit("A.n", "function", 5, 8)))
    around = {lines: seen.around(*lines) for lines in ((2, 2), (3, 4), (4, 5), (9, 9), (10, 10))}
    assert {lines: unit and unit.name for lines, unit in around.items()} == {
        (2, 2): "A.m",
        (3, 4): "A.m",
        (4, 5): "A",
        (9, 9): "A",
        (10, 10): None,
    }


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("a.js", "function g(a) {\n  if (a) {\n}\n", 3),
        ("a.jsx", "const a = <b>;\n", 1),
        ("a.ts", "\nfunction g(a { use(a) }\n", 2),
        ("a.go", "package a\n\nfunc F( {\n", 3),
        ("A.java", "class A {\n void f() { g( }\n}\n", 2),
        ("a.rb", "class A\n  def f(\nend\n", 1),
        ("a.php", "<?php\nfunction f( {\n", 2),
        ("a.ts", "a();\n<<<<<<< HEAD\nb();\n=======\nc();\n>>>>>>> x\n", 2),
    ],
)
def test_what_does_not_parse_is_told_with_its_line(path: str, text: str, line: int) -> None:
    assert (outline(path, text).problem or "").startswith(f"line {line}: ")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.js", ""),
        ("a.js", "#!/usr/bin/env node\nlet a = 1n ?? b?.c;\n"),
        ("a.js", "export function f(a: string): number { return 1; }\n"),
        ("a.js", "// @flow\nfunction f(a: ?Promise<*>) { return a; }\n"),
        ("a.ts", "const a = <T>b;\nconst s = styled.div<P>`a`;\nusing x = y();\n"),
        ("a.tsx", "const a = <b>{c as D}</b>;\n"),
        ("a.php", "<html><?php if ($a): ?><b><?php endif; ?></html>\n"),
    ],
)
def test_what_parses_is_not_called_broken(path: str, text: str) -> None:
    assert outline(path, text).problem is None


HOSTILE = {
    "memory.ts": "a<b," * 20_000,
    "memory.java": "a=>" * 20_000,
    "depth.js": "(" * 50_000,
    "units.js": "function a(){" * 5000,
}


@pytest.mark.parametrize("path", sorted(HOSTILE))
def test_a_hostile_file_costs_no_other(path: str) -> None:
    hostile, before, after = blob(path, HOSTILE[path]), blob("a.js", "function a() {}\n"), blob("z.go", "package a\n")
    told = read_outlines([before, hostile, after], Deadline(60.0), OutlineCache())
    assert {before, after} <= set(told.outlines)
    assert (hostile in told.outlines) != (hostile in told.not_looked_at)


def test_without_time_left_every_file_is_named() -> None:
    some = [blob("a.js", "a();\n"), blob("b.go", "package b\n")]
    told = read_outlines(some, Deadline(0.0), OutlineCache())
    assert told.outlines == {}
    assert set(told.not_looked_at) == set(some)


def test_files_without_a_grammar_are_left_out() -> None:
    others = [blob("a.py", "def a(): pass\n"), blob("a.kt", "fun a() {}\n"), blob("a", "a")]
    told = read_outlines(others, Deadline(60.0), OutlineCache())
    assert (told.outlines, told.not_looked_at) == ({}, {})


def test_what_was_read_once_is_known_under_any_path_of_its_language() -> None:
    known = OutlineCache()
    text = "function a() {}\n"
    read_outlines([blob("a.js", text)], Deadline(60.0), known)
    same, typed = blob("b.mjs", text), blob("b.ts", text)
    told = read_outlines([same, typed], Deadline(0.0), known)
    assert [unit.name for unit in told.outlines[same].units] == ["a"]
    assert set(told.not_looked_at) == {typed}
