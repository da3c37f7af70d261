export async function hook(req, res) {
  // ruleid: signature-check-removed
  const event = stripe.webhooks.constructEvent(req.rawBody, req.headers.signature, secret);
  // ruleid: signature-check-removed
  if (!crypto.timingSafeEqual(mine, theirs)) return res.sendStatus(401);
  // ok: signature-check-removed
  const body = JSON.parse(req.rawBody);
  // ok: signature-check-removed
  const event2 = buildEvent(body);
  // ok: signature-check-removed
  const same = mine.equals(theirs);
  res.json({ body, event2, same });
}
