"""Reads what stands in a repository for a first configuration: areas, owners, house names, states, layers, exclusions.

Lives here: looking, within bounds. May not live here: the text that is proposed; that is `reviewer.render`.
"""

from reviewer.analysis.proposal.look import look_around

__all__ = ["look_around"]
