interface Seats {
    // ruleid: node-sql-lock-removed
    @Query(value = "SELECT * FROM seats WHERE id = ?1 FOR UPDATE", nativeQuery = true)
    Seat take(long id);

    // ok: node-sql-lock-removed
    @Query(value = "SELECT * FROM seats WHERE id = ?1", nativeQuery = true)
    Seat see(long id);

    // ok: node-sql-lock-removed
    Seat findByName(String name);
}
