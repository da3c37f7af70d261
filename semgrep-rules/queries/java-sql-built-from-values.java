class Orders {
    void find(String name) {
        // ruleid: java-sql-built-from-values
        em.createQuery("select o from Order o where o.name = '" + name + "'");
        // ruleid: java-sql-built-from-values
        jdbc.queryForList(String.format("select * from orders where name = '%s'", name));
        // ok: java-sql-built-from-values
        em.createQuery("select o from Order o where o.name = :name");
        // ok: java-sql-built-from-values
        jdbc.queryForList("select * from orders " + "where id = ?", 4);
        // ok: java-sql-built-from-values
        log.info("select " + name);
    }
}
