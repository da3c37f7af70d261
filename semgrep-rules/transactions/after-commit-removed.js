export async function pay(transaction, order) {
  // ruleid: after-commit-removed
  transaction.afterCommit(() => mailer.send(order));
  // ok: after-commit-removed
  await order.save({ transaction });
  // ok: after-commit-removed
  await transaction.commit();
}
