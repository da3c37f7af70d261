"""The report as GitHub-flavoured Markdown: check run, inline comments, `--format markdown`.

Lives here: text that GitHub shows to people; foreign text enters it only through `quote`.
May not live here: calls to GitHub, and where on a diff a comment is accepted.
"""
