export async function list(db, user) {
  // ruleid: sql-tenant-condition-removed
  const orders = await db.query("SELECT * FROM orders WHERE tenant_id = $1", [user.tenant]);
  // ruleid: sql-tenant-condition-removed
  const open = await db.query("SELECT * FROM orders WHERE state = 'open' AND user_id = $1", [user.id]);
  // ok: sql-tenant-condition-removed
  const all = await db.query("SELECT tenant_id FROM orders");
  // ok: sql-tenant-condition-removed
  const sorted = await db.query("SELECT * FROM orders ORDER BY user_id");
  // ok: sql-tenant-condition-removed
  const text = "the user and account pages";
}
