export async function create(req, res) {
  // ruleid: node-schema-parse-removed
  const body = orderSchema.parse(req.body);
  // ruleid: node-schema-parse-removed
  assertPresent(req.body.name, "name is required");
  // ok: node-schema-parse-removed
  const raw = JSON.parse(req.body.text);
  // ok: node-schema-parse-removed
  const day = Date.parse(body.day);
  // ok: node-schema-parse-removed
  res.json({ body, raw, day });
}
