const express = require("express");
const { requireAuth, requireRole } = require("./auth");

const router = express.Router();

// ruleid: express-route-guard-removed
router.get("/orders", requireAuth, orders.list);

// ruleid: express-route-guard-removed
router.post("/orders", upload.single("file"), requireRole("admin"), async (req, res) => {
  res.json(await create(req.body));
});

router.delete(
  "/orders/:id",
  // ruleid: express-route-guard-removed
  passport.authenticate("jwt", { session: false }),
  orders.remove,
);

// ruleid: express-route-guard-removed
fastify.get("/me", { schema, preHandler: [fastify.authenticate] }, me);

// ok: express-route-guard-removed
router.get("/health", health);

// ok: express-route-guard-removed
router.get("/products", cache(60), products.list);

// ok: express-route-guard-removed
router.post("/login", async (req, res) => res.json(await authenticate(req.body)));

// ok: express-route-guard-removed
settings.get("session", requireAuth, fallback);

// ok: express-route-guard-removed
router.use(requireAuth);
