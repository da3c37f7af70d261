class Resets {
    void start(User user) {
        // ruleid: weak-randomness-for-tokens
        String token = RandomStringUtils.randomAlphanumeric(20);
        // ok: weak-randomness-for-tokens
        int delay = new Random().nextInt(10);
        // ok: weak-randomness-for-tokens
        String secret = keys.next();
    }
}
