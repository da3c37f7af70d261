export async function rates() {
  // ruleid: timeout-argument-removed
  const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
  // ok: timeout-argument-removed
  const other = await fetch(url, { method: "GET" });
  // ok: timeout-argument-removed
  return parse(answer, other);
}
