"""Decay: what becomes of guards and constraints from push to push, and of changes after they are merged.

Lives here: cycles and their sums, survival, repeat offenders, incidents and their links; values and arithmetic.
May not live here: rows and statements (`reviewer.store`), text for people (`reviewer.render`, `reviewer.web`).
"""
