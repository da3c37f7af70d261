export async function orders(db, account) {
  // ruleid: sql-tenant-condition-removed
  const mine = await db.query("SELECT * FROM orders WHERE account_id = $1", [account]);
  // ok: sql-tenant-condition-removed
  const all = await db.query("SELECT * FROM countries WHERE code = $1", ["NZ"]);
  // ok: sql-tenant-condition-removed
  return { mine, all, account_id: account };
}
