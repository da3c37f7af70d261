from psycopg import sql
from sqlalchemy import text


def interpolated(cursor, name):
    # ruleid: sql-built-from-values
    cursor.execute(f"SELECT id FROM users WHERE name = '{name}'")


def formatted(cursor, name):
    # ruleid: sql-built-from-values
    cursor.execute("SELECT id FROM users WHERE name = '%s'" % name)


def with_format(connection, table):
    # ruleid: sql-built-from-values
    connection.execute("DELETE FROM {} WHERE id = 1".format(table))


def joined(cursor, name):
    # ruleid: sql-built-from-values
    cursor.execute("SELECT id FROM users WHERE name = '" + name + "'")


def in_text(session, status):
    # ruleid: sql-built-from-values
    return session.execute(text(f"UPDATE orders SET status = '{status}'"))


def raw(name):
    # ruleid: sql-built-from-values
    return User.objects.raw(f"select * from users where name = {name}")


def parameters(cursor, name):
    # ok: sql-built-from-values
    cursor.execute("SELECT id FROM users WHERE name = %s", (name,))


def bound(session, status):
    # ok: sql-built-from-values
    return session.execute(text("UPDATE orders SET status = :status"), {"status": status})


def identifiers(cursor, table):
    # ok: sql-built-from-values
    cursor.execute(sql.SQL("SELECT id FROM {}").format(sql.Identifier(table)))


def two_constants(cursor):
    # ok: sql-built-from-values
    cursor.execute("SELECT id FROM users " "WHERE active")


def f_without_values(cursor):
    # ok: sql-built-from-values
    cursor.execute(f"SELECT id FROM users WHERE active")


def no_sql(runner, name):
    # ok: sql-built-from-values
    runner.execute(f"deploy {name}")


def batch(cursor, rows):
    # ok: sql-built-from-values
    cursor.executemany("INSERT INTO users (name) VALUES (%s)", rows)
