export async function pay(req, res) {
  // ruleid: amount-from-client
  await stripe.paymentIntents.create({ amount: req.body.amount, currency: "eur" });
  // ok: amount-from-client
  await stripe.paymentIntents.create({ amount: order.total, currency: "eur" });
  // ok: amount-from-client
  await Order.create({ note: req.body.note });
  // ok: amount-from-client
  res.json({ amount: req.body.amount });
}
