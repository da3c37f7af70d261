class Orders {
    List<Order> find(long account) {
        // ruleid: sql-tenant-condition-removed
        var mine = jdbc.query("SELECT * FROM orders WHERE account_id = ?", mapper, account);
        // ok: sql-tenant-condition-removed
        var all = jdbc.query("SELECT * FROM countries WHERE code = ?", mapper, "NZ");
        // ok: sql-tenant-condition-removed
        return merge(mine, all);
    }
}
