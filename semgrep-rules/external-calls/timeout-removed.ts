export async function ask(axios, url) {
  // ruleid: timeout-removed
  const answer = await axios.get(url, { timeout: 5000 });
  // ruleid: timeout-removed
  const page = await fetch(url, { signal: AbortSignal.timeout(3000) });
  // ok: timeout-removed
  const plain = await axios.get(url);
  // ok: timeout-removed
  setTimeout(later, 4);
  // ok: timeout-removed
  const timeouts = [1, 2];
  return { answer, page, plain };
}
