export async function all() {
  // ruleid: node-default-scope-bypassed
  const orders = await Order.unscoped().findAll();
  // ok: node-default-scope-bypassed
  const some = await Order.findAll();
  // ok: node-default-scope-bypassed
  const open = await Order.scope("open").findAll();
}
