class OrdersTest {
    // ruleid: java-guard-test-skipped
    @Disabled("later")
    @Test
    void refusesUsersOfAnotherTenant() {
    }

    // ok: java-guard-test-skipped
    @Test
    void refusesStrangers() {
    }

    // ok: java-guard-test-skipped
    @Disabled("later")
    @Test
    void drawsANiceChart() {
    }

    // ok: java-guard-test-skipped
    void forbidden() {
    }
}
