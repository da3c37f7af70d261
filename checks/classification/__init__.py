"""Classification: which of the contract's areas a changed file touches, and why.

Lives here: reading of changed lines by syntax (Python) and by framework words (other languages), in `areas_of`, and
the words for what was read, by name for whoever only speaks of them.
May not live here: findings, verdicts, and decisions by path alone.
"""

from checks.classification.file_area import FileArea
from checks.classification.stack import AppSide, Stack, stack_of

__all__ = ["AppSide", "FileArea", "Stack", "stack_of"]
