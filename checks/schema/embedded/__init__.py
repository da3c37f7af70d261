"""Migrations of Rails, TypeORM, Knex, Sequelize and node-pg-migrate: the SQL text that their code holds.

What they say in their own calls (`drop_table`, `queryInterface.removeColumn`) is no SQL: the Semgrep rules of the area
look for the worst of it. Nothing here runs or evaluates the code.
"""
