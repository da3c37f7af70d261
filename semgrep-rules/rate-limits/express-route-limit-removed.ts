// ruleid: express-route-limit-removed
router.post("/login", loginLimiter, sessions.create);

// ruleid: express-route-limit-removed
app.post("/reset", rateLimit({ windowMs: 60000, max: 5 }), requireCaptcha, async (req, res) => {
  await sendReset(req.body.email);
});

// ok: express-route-limit-removed
router.post("/logout", requireAuth, sessions.remove);

// ok: express-route-limit-removed
router.get("/limits", limits.list);

// ok: express-route-limit-removed
cache.get("rate", limiter, fallback);
