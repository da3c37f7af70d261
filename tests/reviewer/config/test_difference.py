"""What an edited configuration would change, in words."""

import pytest

from reviewer.config.difference import would_change
from reviewer.domain.material import ConfigFile

RULE = "{{id: C-1, says: Orders are filtered., kind: omission, area: tenancy, severity: {}, protect: [a]}}"


def said(base: str | None, head: str | None) -> tuple[str, ...]:
    old, new = (None if text is None else ConfigFile("c.yml", text.encode()) for text in (base, head))
    return would_change(old, new, ("auth/some-rule",))


@pytest.mark.parametrize(
    ("base", "head", "words"),
    [
        ("areas: {auth: {when: changed}}\n", "areas: {auth: {when: lost}}\n", "areas.auth.when: changed becomes lost"),
        ("mode: gate\n", "mode: observe\n", "mode: gate becomes observe"),
        ("version: 1\n", "version: 1\nmode: observe\n", "mode: now observe"),
        ("inline_limit: 3\n", "", "inline_limit: no longer 3"),
        ("inline_limit: 3\n", None, "inline_limit: no longer 3"),
        (None, "inline_limit: 3\n", "inline_limit: now 3"),
        ("exclude: [a]\n", "exclude: [a, 'b/**']\n", 'exclude: ["a"] becomes ["a", "b/**"]'),
        (
            f"constraints: [{RULE.format('high')}]\n",
            "version: 1\n",
            "constraints.C-1.says: no longer Orders are filtered.",
        ),
        (
            f"constraints: [{RULE.format('high')}]\n",
            f"constraints: [{RULE.format('low')}]\n",
            "constraints.C-1.severity: high becomes low",
        ),
        (
            "checks: {auth/some-rule: {action: block}}\n",
            "checks: {auth/some-rule: {action: 'off'}}\n",
            "checks.auth/some-rule.action: block becomes off",
        ),
    ],
)
def test_one_key(base: str | None, head: str | None, words: str) -> None:
    assert words in said(base, head)
    assert len(said(base, head)) <= 2


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("mode: gate\n", "# ours\nmode:   'gate'\n"),
        ("mode: gate\ninline_limit: 3\n", "inline_limit: 3\nmode: gate\n"),
        (None, "# nothing\n"),
        (None, None),
    ],
)
def test_what_means_the_same_is_silent(base: str | None, head: str | None) -> None:
    assert said(base, head) == ()


def test_a_broken_head_says_where() -> None:
    (words,) = said("mode: gate\n", "mode: gaet\nx: 1\n")
    assert words.startswith("It cannot be used, c.yml:1:7: 'gaet' is not known here (did you mean gate?) (and 1 more);")


def test_a_broken_base_is_mended() -> None:
    assert said("mode: gaet\n", "mode: gate\n") == ("It mends the configuration, which cannot be used at base.",)


def test_many_changes_are_counted() -> None:
    areas = ("auth", "tenancy", "money", "schema", "audit", "queries", "validation", "layering", "migrations")
    head = "areas:\n" + "".join(f"  {area}: {{when: lost, paths: [a]}}\n" for area in areas)
    words = said("", head)
    assert (len(words), words[-1]) == (13, "and 6 more")
