export async function pay(req, res) {
  // ruleid: node-amount-from-client
  await stripe.paymentIntents.create({ amount: req.body.amount, currency: "eur" });
  // ok: node-amount-from-client
  await stripe.paymentIntents.create({ amount: order.total, currency: "eur" });
  // ok: node-amount-from-client
  await Order.create({ note: req.body.note });
  // ok: node-amount-from-client
  res.json({ amount: req.body.amount });
}
