"""What GitHub's own Markdown parser makes of a text."""

from __future__ import annotations

from html.parser import HTMLParser

from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options

_QUOTING = frozenset({"code", "pre"})


class Rendered(HTMLParser):
    """Tags in order, all text, and the text that GitHub would look through for mentions and references."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.loose = ""
        self._depth = 0
        self.feed(github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.append(tag)
        self._depth += tag in _QUOTING

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag in _QUOTING

    def handle_data(self, data: str) -> None:
        self.text += data
        if not self._depth:
            self.loose += data
