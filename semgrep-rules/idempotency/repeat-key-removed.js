export async function pay(order) {
  // ruleid: repeat-key-removed
  await stripe.charges.create(amountOf(order), { idempotencyKey: order.id });
  // ok: repeat-key-removed
  await mail.send(order.email);
  // ok: repeat-key-removed
  await orders.create(order);
}
