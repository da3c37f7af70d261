"""Suppressions in the code: `holdfast: allow[area/check] until=YYYY-MM-DD reason="..."` in a comment.

Lives here: reading the comments, what each covers, whether the policy accepts it, and what is said of it.
May not live here: where the files come from, or what day it is.
"""

from reviewer.domain.suppressions.comment import Comment, comments_in
from reviewer.domain.suppressions.judging import Judged, Rulebook, judge
from reviewer.domain.suppressions.rules import RULES

__all__ = ["RULES", "Comment", "Judged", "Rulebook", "comments_in", "judge"]
