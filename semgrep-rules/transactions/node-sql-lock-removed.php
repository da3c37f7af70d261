export async function pay(db, id) {
  // ruleid: node-sql-lock-removed
  const rows = await db.query("SELECT * FROM orders WHERE id = $1 FOR UPDATE", [id]);
  // ok: node-sql-lock-removed
  const seats = await db.query("SELECT * FROM seats WHERE id = $1", [id]);
  // ok: node-sql-lock-removed
  const form = "select a file for upload";
  // ok: node-sql-lock-removed
  const text = "wait for update";
}
