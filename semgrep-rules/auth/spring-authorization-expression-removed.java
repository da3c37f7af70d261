class Orders {
    // ruleid: spring-authorization-expression-removed
    @PreAuthorize("hasAuthority('TENANT_ADMIN')")
    public void remove(long id) {
    }

    // ruleid: spring-authorization-expression-removed
    @Secured({"ROLE_ADMIN", "ROLE_OWNER"})
    public void close(long id) {
    }

    // ok: spring-authorization-expression-removed
    @Transactional
    public void open(long id) {
    }

    // ok: spring-authorization-expression-removed
    @RequestMapping("/admin")
    public void page() {
    }

    // ok: spring-authorization-expression-removed
    String rule = "hasAuthority('x')";
}
