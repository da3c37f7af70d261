"""What a message says that it takes back, in the words of git and of GitHub."""

from __future__ import annotations

import re
from typing import Final

_COMMIT: Final = re.compile(r"^This reverts commit ([0-9a-f]{7,64})\b", re.MULTILINE)
_NUMBER: Final = re.compile(r"^Reverts (?:([\w.-]+/[\w.-]+))?#(\d{1,9})\b", re.MULTILINE)


def reverted_commits(message: str) -> tuple[str, ...]:
    """The commits that a message takes back, each by as many digits as it names."""
    return tuple(dict.fromkeys(_COMMIT.findall(message)))


def reverted_numbers(message: str, repository: str = "") -> tuple[int, ...]:
    """The pull requests that it takes back; of another repository than "owner/name" none, where one is given."""
    found = [
        int(number)
        for named, number in _NUMBER.findall(message)
        if not (named and repository) or named.lower() == repository.lower()
    ]
    return tuple(dict.fromkeys(found))
