function sign(res, token) {
  // ruleid: cookie-flag-off
  res.cookie("session", token, { httpOnly: false });
  // ok: cookie-flag-off
  res.cookie("session", token, { httpOnly: true });
  // ok: cookie-flag-off
  res.cookie("theme", "dark");
  // ok: cookie-flag-off
  const only = false;
  return only;
}
