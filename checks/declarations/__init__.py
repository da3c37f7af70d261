"""What files declare: classes, columns, schemas, enums, state machines, routes, settings, paired base to head.

Lives here: from syntax to values, read lazily and once per review. May not live here: guards and their
verdicts (`checks.ledger`), migrations (`checks.schema`), what a difference means; the checks say that.
"""
