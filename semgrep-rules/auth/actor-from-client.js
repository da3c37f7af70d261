export async function create(req, res) {
  // ruleid: actor-from-client
  const order = await Order.create({ total: 4, userId: req.body.userId });
  // ruleid: actor-from-client
  const rows = await Order.findAll({ where: { tenantId: req.query.tenantId } });
  // ok: actor-from-client
  const mine = await Order.create({ userId: req.user.id });
  // ok: actor-from-client
  const named = await Order.create({ name: req.body.name });
  // ok: actor-from-client
  res.json({ order, rows, mine, named });
}
