export async function charge(stripe, order) {
  // ruleid: repeat-key-removed
  await stripe.charges.create({ amount: 4 }, { idempotencyKey: order.id });
  // ruleid: repeat-key-removed
  await db.insert(rows).onConflictDoNothing();
  // ok: repeat-key-removed
  await stripe.charges.create({ amount: 4 });
  // ok: repeat-key-removed
  await db.insert(rows);
  // ok: repeat-key-removed
  const key = order.id;
  return key;
}
