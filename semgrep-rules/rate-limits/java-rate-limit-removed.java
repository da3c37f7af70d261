class Sessions {
    // ruleid: java-rate-limit-removed
    @RateLimiter(name = "login")
    public void login() {
        // ruleid: java-rate-limit-removed
        bucket.tryConsume(1);
    }

    // ok: java-rate-limit-removed
    @PostMapping("/login")
    public void page() {
        // ok: java-rate-limit-removed
        int limit = 4;
        // ok: java-rate-limit-removed
        query.setMaxResults(limit);
    }
}
