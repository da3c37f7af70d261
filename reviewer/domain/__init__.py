"""Values and decisions of a review: what came in, what was found, what follows from it.

Lives here: frozen values and pure functions over them.
May not live here: I/O, clocks, GitHub's or git's protocols, text for people beyond one clause.
"""
