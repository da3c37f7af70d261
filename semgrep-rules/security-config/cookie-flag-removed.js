export function login(res, session) {
  // ruleid: cookie-flag-removed
  res.cookie("session", session, { httpOnly: true });
  // ok: cookie-flag-removed
  res.cookie("theme", "dark", { maxAge: 10 });
  // ok: cookie-flag-removed
  res.send("ok");
}
