export async function run(order, doc, res) {
  // ruleid: node-amount-check-removed
  if (amount > payment.refundable) {
    throw new Error("too much");
  }
  // ruleid: node-amount-check-removed
  if (account.balance < price) return res.status(402).end();
  // ok: node-amount-check-removed
  if (amount > 0) total += amount;
  // ok: node-amount-check-removed
  const price = item.price;
  // ok: node-amount-check-removed
  account.balance -= price;
}
