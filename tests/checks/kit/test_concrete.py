"""What would end the process is refused before LibCST sees it, and ordinary code is not."""

import pytest

from checks.kit.concrete import nests_too_deeply, parse_concrete


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "(" * 5000,
        "[" * 400 + "]" * 400,
        "not " * 20_000 + "1",
        "~" * 20_000 + "1",
        "1" + "+1" * 20_000,
        "a" + ".b" * 20_000,
        "a" + "()" * 20_000 + ".b" * 400,
        "f(" + "-" * 20_000 + "1)",
        "lambda: " * 20_000 + "1",
        "if 1:\n pass\n" + "elif 1:\n pass\n" * 5000,
        "".join(f"{' ' * depth}if 1:\n" for depth in range(500)) + " " * 500 + "pass\n",
        "x = (\n" + "not\n" * 5000 + "1)",
    ],
)
def test_deep_nesting_is_refused(text: str) -> None:
    assert nests_too_deeply(text)
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_concrete(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = [" + "1, " * 20_000 + "]\n",
        "x = {" + "'a': b.c.d, " * 5_000 + "}\n",
        "x = 1\n" * 20_000,
        "x = '" + "(" * 5000 + "'\n",
        "# " + "(" * 5000 + "\n",
        '"""' + "((" * 5000 + '"""\n',
        "def f(a, b):\n    return a.b(c)[d] + (e if f else g)\n",
    ],
)
def test_wide_and_quoted_text_is_not_deep(text: str) -> None:
    assert not nests_too_deeply(text)


def test_what_is_no_python_says_so() -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_concrete("def (:\n")
