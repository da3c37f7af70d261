"""The report for a person at a terminal, or for a pipe: `--format text`.

Lives here: layout by width and colour; foreign text enters it only made visible.
May not live here: looking at the environment; what the terminal can do comes in as a value.
"""
