"""What a repository asks of changes that an agent wrote: limits, and a work log that is held against the facts.

Lives here: reading a work log, its template, and what is said of both. May not live here: whether an agent wrote
the change (`reviewer.domain.authorship`), and how many have to sign (`reviewer.domain.boundaries`).
"""

from reviewer.domain.agent_policy.judging import Judged, judge
from reviewer.domain.agent_policy.rules import RULES
from reviewer.domain.agent_policy.work_log import template

__all__ = ["RULES", "Judged", "judge", "template"]
