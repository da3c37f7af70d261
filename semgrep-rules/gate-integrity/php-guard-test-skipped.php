<?php
class OrdersTest extends TestCase {
    public function test_refuses_other_tenants() {
        // ruleid: php-guard-test-skipped
        $this->markTestSkipped('later');
        // ok: php-guard-test-skipped
        $this->assertForbidden();
        // ok: php-guard-test-skipped
        $this->get('/orders');
        // ok: php-guard-test-skipped
        $skipped = true;
    }
}
