export async function interpolated(db, name) {
  // ruleid: node-sql-built-from-values
  return db.query(`SELECT id FROM users WHERE name = '${name}'`);
}

export async function joined(db, name) {
  // ruleid: node-sql-built-from-values
  return db.query("SELECT id FROM users WHERE name = '" + name + "'");
}

export async function unsafe(prisma, status) {
  // ruleid: node-sql-built-from-values
  await prisma.$executeRawUnsafe(`UPDATE orders SET status = '${status}'`);
}

export async function knex(status) {
  // ruleid: node-sql-built-from-values
  return table.whereRaw(`status = '${status}'`);
}

export async function parameters(db, name) {
  // ok: node-sql-built-from-values
  return db.query("SELECT id FROM users WHERE name = $1", [name]);
}

export async function tag(prisma, status) {
  // ok: node-sql-built-from-values
  await prisma.$executeRaw`UPDATE orders SET status = ${status}`;
}

export async function constant(db) {
  // ok: node-sql-built-from-values
  return db.query(`SELECT id FROM users WHERE active`);
}

export async function noSql(search, term) {
  // ok: node-sql-built-from-values
  return search.query(`title:${term}`);
}

export async function replaced(sequelize, name) {
  // ok: node-sql-built-from-values
  return sequelize.query("SELECT id FROM users WHERE name = :name", { replacements: { name } });
}

export async function bindings(table, status) {
  // ok: node-sql-built-from-values
  return table.whereRaw("status = ?", [status]);
}
