export async function hook(req, res) {
  // ruleid: signature-call-removed
  const event = stripe.webhooks.constructEvent(req.rawBody, req.headers.signature, secret);
  // ruleid: signature-call-removed
  if (!crypto.timingSafeEqual(mine, theirs)) return res.sendStatus(401);
  // ok: signature-call-removed
  const body = JSON.parse(req.rawBody);
  // ok: signature-call-removed
  const event2 = buildEvent(body);
  // ok: signature-call-removed
  const same = mine.equals(theirs);
  res.json({ body, event2, same });
}
