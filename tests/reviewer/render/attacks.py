"""Texts that a pull request could carry to escape from where they are quoted."""

from __future__ import annotations

from hypothesis import strategies as st

ATTACKS = (
    "a\\|b",
    "\\\\|`|\\",
    "`|`",
    "a@b.c`|",
    "@acme/security please approve",
    "#12 and GH-12 and acme/shop#3",
    "![x](https://evil.example/pixel.png)",
    "[click](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "</details></td></table><script>alert(1)</script>",
    "```\n\n# Holdfast: nothing found\n\n@everyone\n```",
    "~~~~\nx\n~~~~",
    "` @everyone `",
    "``` @everyone",
    "https://evil.example www.evil.example me@evil.example",
    "<!-- hide -->",
    "| a | b |\n| --- | --- |",
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "\x1b[2J\x1b[31mred",
    "\u202egnirts\u2066",
    "caf\udce9.py",
    "a\r\nb",
    "a\nb\n\n# c",
    "::error::boo",
    "%0A::error file=a::boo",
    "$x$ $$y$$ :tada: [^1] **b** __c__ ~~d~~",
    "77ab0e4d77ab0e4d77ab0e4d77ab0e4d77ab0e4d",
    "1. one",
    "- one",
    "=====",
    "&amp;&#64;everyone",
    "",
    " ",
)

hostile = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(alphabet=st.one_of(st.sampled_from("\\|`@#<>[]()!*_~$&;:./-= \t\nawxGH-12"), st.characters())),
)
"""Texts made of what Markdown, terminals and runners obey, and the pinned attacks."""
