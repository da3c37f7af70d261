export async function pay(id, transaction) {
  // ruleid: node-row-lock-removed
  const order = await Order.findByPk(id, { transaction, lock: transaction.LOCK.UPDATE });
  // ruleid: node-row-lock-removed
  const rows = await knex("orders").where({ id }).forUpdate();
  // ok: node-row-lock-removed
  const seats = await Seat.findAll({ transaction });
  // ok: node-row-lock-removed
  const blocked = user.locked;
  // ok: node-row-lock-removed
  const options = { lock: false };
}
