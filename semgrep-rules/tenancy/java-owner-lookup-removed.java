class Orders {
    Order find(long id, Tenant tenant) {
        // ruleid: java-owner-lookup-removed
        Order order = orders.findByIdAndTenantId(id, tenant.getId());
        // ruleid: java-owner-lookup-removed
        long count = orders.countByCustomerId(4);
        // ok: java-owner-lookup-removed
        Order other = orders.findById(id);
        // ok: java-owner-lookup-removed
        Tenant same = tenants.getTenant(4);
        // ok: java-owner-lookup-removed
        order.setTenantId(4);
        // ok: java-owner-lookup-removed
        return order;
    }
}
