"""How files without a Python syntax tree are read: changed lines, framework words, file formats.

Lives here: JavaScript and TypeScript, Ruby, Go, Java and Kotlin, PHP, SQL, schemas, CI and settings files, tests.
May not live here: Python source, and decisions by path alone where content can tell.
"""
