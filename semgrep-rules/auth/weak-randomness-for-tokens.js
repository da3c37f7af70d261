export function issue(user) {
  // ruleid: weak-randomness-for-tokens
  const token = Math.random().toString(36);
  // ruleid: weak-randomness-for-tokens
  user.resetCode = `${Date.now()}`;
  // ok: weak-randomness-for-tokens
  const secret = crypto.randomBytes(32).toString("hex");
  // ok: weak-randomness-for-tokens
  const jitter = Math.random() * 100;
  // ok: weak-randomness-for-tokens
  const started = Date.now();
  return { token, secret, jitter, started };
}
