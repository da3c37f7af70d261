export async function ask(axios, url) {
  // ruleid: timeout-argument-removed
  const answer = await axios.get(url, { timeout: 5000 });
  // ruleid: timeout-argument-removed
  const page = await fetch(url, { signal: AbortSignal.timeout(3000) });
  // ok: timeout-argument-removed
  const plain = await axios.get(url);
  // ok: timeout-argument-removed
  setTimeout(later, 4);
  // ok: timeout-argument-removed
  const timeouts = [1, 2];
  return { answer, page, plain };
}
