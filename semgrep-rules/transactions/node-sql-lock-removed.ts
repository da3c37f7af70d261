export async function take(db, id: number) {
  // ruleid: node-sql-lock-removed
  const seat = await db.query("SELECT * FROM seats WHERE id = $1 FOR UPDATE", [id]);
  // ok: node-sql-lock-removed
  const show = await db.query("SELECT * FROM shows WHERE id = $1", [seat.show]);
  // ok: node-sql-lock-removed
  return reserve(seat, show);
}
