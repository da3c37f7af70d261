export function sign(res, token) {
  res.cookie("session", token, {
    // ruleid: cookie-flag-removed
    httpOnly: true,
    // ruleid: cookie-flag-removed
    secure: true,
    // ruleid: cookie-flag-removed
    sameSite: "lax",
    // ok: cookie-flag-removed
    maxAge: 1000,
    // ok: cookie-flag-removed
    path: "/",
    // ok: cookie-flag-removed
    domain: "shop.example",
  });
  // ok: cookie-flag-removed
  const secured = true;
  return secured;
}
