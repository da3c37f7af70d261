// ruleid: express-route-validation-removed
router.post("/orders", requireAuth, validate(orderSchema), orders.create);

// ruleid: express-route-validation-removed
router.get("/orders", zValidator("query", page), async (c) => c.json(await list(c.req.valid("query"))));

// ok: express-route-validation-removed
router.get("/orders/:id", requireAuth, orders.one);

// ok: express-route-validation-removed
router.get("/schema", schema.show);

// ok: express-route-validation-removed
registry.get("order", orderSchema, fallback);
