"""The schema of Prisma: its models as the tables that the migrations so far have made.

Lives here: reading `schema.prisma`. May not live here: Prisma's migrations, which are SQL (`checks.schema.sql`).
"""
