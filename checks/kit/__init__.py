"""The vocabulary of every check: Source, Span, Change, ChangeSet, Skip, Hit, Check, Example.

Lives here: what a check may ask of one file or of one pull request, whatever its area.
May not live here: anything that knows guards, migrations or a framework.
"""

from checks.kit.areas import Area
from checks.kit.change import Change, ChangeSet, Status
from checks.kit.check import Check, MalformedCheck, Options
from checks.kit.example import Example
from checks.kit.hit import Action, Evidence, Hit, Kind, Severity, Suggestion, shortened, title_of
from checks.kit.settings import Database, Settings
from checks.kit.skip import Skip
from checks.kit.source import Source, Undecodable, Unparsable
from checks.kit.span import Side, Span
from checks.kit.tree import EMPTY_TREE, Tree

__all__ = [
    "EMPTY_TREE",
    "Action",
    "Area",
    "Change",
    "ChangeSet",
    "Check",
    "Database",
    "Evidence",
    "Example",
    "Hit",
    "Kind",
    "MalformedCheck",
    "Options",
    "Settings",
    "Severity",
    "Side",
    "Skip",
    "Source",
    "Span",
    "Status",
    "Suggestion",
    "Tree",
    "Undecodable",
    "Unparsable",
    "shortened",
    "title_of",
]
