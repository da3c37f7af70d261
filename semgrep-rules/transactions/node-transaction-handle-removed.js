export async function pay(sequelize, order) {
  const transaction = await sequelize.transaction();
  // ruleid: node-transaction-handle-removed
  await order.update({ state: "paid" }, { transaction });
  // ruleid: node-transaction-handle-removed
  await Entry.create({ orderId: order.id }, { transaction: transaction });
  // ok: node-transaction-handle-removed
  await Entry.findAll({ where: { id: 4 } });
  // ok: node-transaction-handle-removed
  const body = { transaction };
  // ok: node-transaction-handle-removed
  send({ session: 4 });
}
