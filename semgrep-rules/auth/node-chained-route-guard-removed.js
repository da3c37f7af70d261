// ruleid: node-chained-route-guard-removed
router.route("/orders/:id").delete(requireAdmin, orders.remove);
// ruleid: node-chained-route-guard-removed
this.route("POST", "/config", middleware.enforceMasterKeyAccess, handle);
// ok: node-chained-route-guard-removed
router.route("/orders").get(orders.list);
// ok: node-chained-route-guard-removed
this.route("GET", "/health", health);
// ok: node-chained-route-guard-removed
cart.add("apple", 4);
