export async function list(user, knex) {
  // ruleid: node-owner-key-removed
  const orders = await Order.find({ ownerId: user.id, state: "open" });
  // ruleid: node-owner-key-removed
  const rows = await knex("orders").where("tenant_id", user.tenant).select();
  // ruleid: node-owner-key-removed
  const one = await repo.createQueryBuilder("o").andWhere("o.accountId = :id", { id }).getOne();
  // ok: node-owner-key-removed
  const open = await Order.find({ state: "open" });
  // ok: node-owner-key-removed
  await Order.create({ ownerId: user.id });
  // ok: node-owner-key-removed
  const sorted = await knex("orders").orderBy("tenant_id");
  // ok: node-owner-key-removed
  const label = format({ userId: 4 });
}
