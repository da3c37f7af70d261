"""From values to text: one report as JSON, terminal text, Markdown, SARIF and CI commands; the printed pages.

Lives here: pure functions; all foreign text (code, file names, messages) is quoted on its way through here.
May not live here: decisions about findings, and anything that reads or writes.
Each format is imported from its own module, so that a command loads only what it prints.
"""
