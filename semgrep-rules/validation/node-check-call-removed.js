export async function run(order, doc, res) {
  // ruleid: node-check-call-removed
  validateOrder(order);
  // ruleid: node-check-call-removed
  this._checkName(order.name);
  // ok: node-check-call-removed
  const order = find(id);
  // ok: node-check-call-removed
  order.check = true;
  // ok: node-check-call-removed
  recheck(order);
}
