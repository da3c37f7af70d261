export async function pay(order) {
  try {
    await charge(order);
    // ruleid: rethrow-removed
  } catch (error) {
    log(error);
    throw new PaymentError(error);
  }
  try {
    await notify(order);
    // ok: rethrow-removed
  } catch (error) {
    log(error);
  }
  // ok: rethrow-removed
  if (!order.paid) throw new Error("not paid");
  // ok: rethrow-removed
  const fail = () => { throw new Error("x"); };
}
