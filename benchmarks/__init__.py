"""Speed, measured: each file prints a table and asserts nothing (`./dev bench NAME`)."""
