"""How a changed Python file is read: facts of the changed lines, what differs, one module per area.

Lives here: everything that needs Python's syntax tree to say which areas a change touches.
May not live here: other languages, paths, verdicts.
"""
