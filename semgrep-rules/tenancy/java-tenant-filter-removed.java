@Entity
class Order {
    // ruleid: java-tenant-filter-removed
    @TenantId
    String tenant;

    // ok: java-tenant-filter-removed
    @Column
    String owner;

    void list() {
        // ruleid: java-tenant-filter-removed
        var found = orders.findAll(user.getTenantId(), page);
        // ok: java-tenant-filter-removed
        var all = orders.findAll(page);
        // ok: java-tenant-filter-removed
        log(user.getTenantId());
        // ok: java-tenant-filter-removed
        order.setTenantId(user.getTenantId());
    }
}
