const schema = new Schema({
  // ruleid: node-redaction-removed
  password: { type: String, select: false },
  // ok: node-redaction-removed
  name: { type: String },
});
export function show(user) {
  // ruleid: node-redaction-removed
  delete user.passwordHash;
  // ok: node-redaction-removed
  delete user.cached;
  // ok: node-redaction-removed
  const picked = users.select("name");
  // ok: node-redaction-removed
  return { user, picked };
}
