"""Security settings in configuration files: environment files, compose files, INI and YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.classification.file_area import FileArea, quoted
from checks.classification.python.settings import SECURITY_SETTING
from checks.classification.text.lines import changed_lines
from checks.classification.words import spoken
from checks.kit import Area, Change, Side

_ENTRY = re.compile(r"^(?:-\s*|export\s+|ENV\s+)?[\"']?(?P<name>[A-Z][A-Z0-9_]{3,})[\"']?\s*[:=]")
_EXAMPLE = re.compile(r"(?:example|sample|template|dist|dev|local|test)", re.IGNORECASE)


def setting_areas(change: Change) -> Iterator[FileArea]:
    """Security-config, for an entry whose name is one of the protecting settings."""
    if _EXAMPLE.search(change.path):
        return
    for line in changed_lines(change):
        match = _ENTRY.match(line.text)
        if match and SECURITY_SETTING.search(spoken(match["name"])):
            verb = "was removed" if line.side is Side.LEFT else "was added"
            yield FileArea(Area.SECURITY_CONFIG, f"setting {quoted(match['name'])} {verb}", 0.65)
