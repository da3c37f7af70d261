"""Named units of JavaScript, TypeScript, Go, Ruby, Java and PHP, and whether a file parses.

Lives here: the bounded program that reads syntax trees, and the room's one question to it.
May not live here: Python, which `ast` reads in process; any meaning of what stands in a unit.
"""

from reviewer.analysis.syntax.outlines import Outline, OutlineCache, Outlines, Unit, grammar_of, read_outlines

__all__ = ["Outline", "OutlineCache", "Outlines", "Unit", "grammar_of", "read_outlines"]
