interface Orders {
    // ruleid: java-modifying-query-without-where
    @Query("delete from Order o")
    void clear();

    // ok: java-modifying-query-without-where
    @Query("delete from Order o where o.id = :id")
    void remove(long id);

    // ok: java-modifying-query-without-where
    @Query("select o from Order o")
    List<Order> all();

    // ok: java-modifying-query-without-where
    void deleteById(long id);
}
