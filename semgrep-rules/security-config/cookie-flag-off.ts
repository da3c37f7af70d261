export function login(res: Response, session: string): void {
  // ruleid: cookie-flag-off
  res.cookie("session", session, { httpOnly: false });
  // ok: cookie-flag-off
  res.cookie("session", session, { httpOnly: true });
  // ok: cookie-flag-off
  res.send({ ok: true });
}
