@RestController
class Orders {
    // ruleid: spring-method-security-removed
    @PreAuthorize("hasRole('ADMIN')")
    @DeleteMapping("/{id}")
    public void remove(long id) {
        orders.remove(id);
    }

    @GetMapping
    // ruleid: spring-method-security-removed
    @RolesAllowed("member")
    public List<Order> list() {
        return orders.list();
    }

    // ok: spring-method-security-removed
    @GetMapping("/open")
    public List<Order> open() {
        return orders.open();
    }

    // ok: spring-method-security-removed
    @Override
    public void close() {
    }

    // ok: spring-method-security-removed
    @Async
    public void later() {
    }
}
