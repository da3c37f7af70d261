"""Classification: which of the contract's areas a changed file touches, and why.

Lives here: reading of changed lines by syntax (Python) and by framework words (other languages).
May not live here: findings, verdicts, and decisions by path alone.
"""

from checks.classification.areas_of import areas_of
from checks.classification.file_area import FileArea
from checks.classification.stack import AppSide, Stack, stack_of

__all__ = ["AppSide", "FileArea", "Stack", "areas_of", "stack_of"]
