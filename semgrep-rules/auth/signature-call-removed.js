export async function webhook(req, res) {
  // ruleid: signature-call-removed
  const event = stripe.webhooks.constructEvent(req.body, req.headers["stripe-signature"], secret);
  // ok: signature-call-removed
  const parsed = JSON.parse(req.body);
  // ok: signature-call-removed
  res.send(parsed.id === event.id);
}
