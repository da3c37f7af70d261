export async function pay() {
  // ruleid: node-error-swallowed
  try {
    await charge();
  } catch (error) {
  }
  // ok: node-error-swallowed
  try {
    await charge();
  } catch (error) {
    throw new PaymentError(error);
  }
  // ok: node-error-swallowed
  await charge();
  // ok: node-error-swallowed
  await notify().catch(report);
}
