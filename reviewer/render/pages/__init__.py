"""Pages that are printed from the code: every check and rule, the areas, the schema of the report.

Lives here: functions from checks to Markdown, and the text of a new check.
May not live here: writing files (the command `holdfast docs` does), and pages that people write.
"""
