export async function pay(runner, order) {
  // ruleid: node-transaction-begin-removed
  await runner.startTransaction();
  try {
    await runner.manager.save(order);
    // ok: node-transaction-begin-removed
    await runner.commitTransaction();
  } catch (error) {
    // ruleid: node-transaction-begin-removed
    await runner.rollbackTransaction();
    // ok: node-transaction-begin-removed
    throw error;
  }
  // ok: node-transaction-begin-removed
  runner.start();
}
