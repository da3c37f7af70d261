export async function pay(order) {
  try {
    await charge(order);
    // ruleid: rethrow-removed
  } catch (error) {
    log(error);
    throw error;
  }
  // ok: rethrow-removed
  if (!order.paid) throw new Error("not paid");
  // ok: rethrow-removed
  done(order);
}
