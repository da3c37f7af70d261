"""All that any analysis asks for: to load this module is to have it. Processes are copied from one that does."""

from __future__ import annotations

import gc
from contextlib import suppress

from checks.kit.discovery import all_checks
from reviewer.analysis import child, rule_table
from reviewer.analysis.semgrep.review import our_semgrep
from reviewer.domain.errors import HoldfastError

__all__ = ["child"]

all_checks()
with suppress(HoldfastError):  # what is amiss is told by the analysis that needs it
    rule_table()
    our_semgrep()
gc.freeze()  # the copies never look through it, so that its memory stays shared
