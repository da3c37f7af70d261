"""Migrations of Rails, TypeORM, Knex, Sequelize and node-pg-migrate, read without a parser of their languages.

Two things are read: the SQL text that their code holds, and the calls that do the worst (`drop_table`,
`queryInterface.removeColumn`). Nothing here runs or evaluates the code; what is put together at run time is Unreadable.
"""
