"""The schema that a migration finds: tables as its ancestors left them, and what each operation changes.

Unknown stays unknown: a table whose making was not seen is there with what is known of it, and says so.
"""
