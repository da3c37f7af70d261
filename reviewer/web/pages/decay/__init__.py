"""Pages about what becomes of rules over time: of a repository, of an installation.

Lives here: their routes, what their tables and charts show, their exports.
May not live here: sums (`reviewer.domain.decay`), the gate before them (`reviewer.web.pages.gate`).
"""
