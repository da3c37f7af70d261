export async function interpolated(db: Pool, name: string) {
  // ruleid: node-sql-built-from-values
  return db.query(`SELECT id FROM users WHERE name = '${name}'`);
}

export async function joined(db: Pool, name: string) {
  // ruleid: node-sql-built-from-values
  return db.query("SELECT id FROM users WHERE name = '" + name + "'");
}

export async function unsafe(prisma: PrismaClient, status: string) {
  // ruleid: node-sql-built-from-values
  await prisma.$executeRawUnsafe(`UPDATE orders SET status = '${status}'`);
}

export async function knex(status: string) {
  // ruleid: node-sql-built-from-values
  return table.whereRaw(`status = '${status}'`);
}

export async function parameters(db: Pool, name: string) {
  // ok: node-sql-built-from-values
  return db.query("SELECT id FROM users WHERE name = $1", [name]);
}

export async function tag(prisma: PrismaClient, status: string) {
  // ok: node-sql-built-from-values
  await prisma.$executeRaw`UPDATE orders SET status = ${status}`;
}

export async function constant(db: Pool) {
  // ok: node-sql-built-from-values
  return db.query(`SELECT id FROM users WHERE active`);
}

export async function noSql(search: Search, term: string) {
  // ok: node-sql-built-from-values
  return search.query(`title:${term}`);
}

export async function replaced(sequelize: Sequelize, name: string) {
  // ok: node-sql-built-from-values
  return sequelize.query("SELECT id FROM users WHERE name = :name", { replacements: { name } });
}

export async function bindings(table: Knex, status: string) {
  // ok: node-sql-built-from-values
  return table.whereRaw("status = ?", [status]);
}
