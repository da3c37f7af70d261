class Api {
    void login(String password) {
        // ruleid: java-secret-logged
        log.info("login {}", password);
        // ok: java-secret-logged
        log.info("login {}", name);
        // ok: java-secret-logged
        log.info("password changed");
        // ok: java-secret-logged
        check(password);
    }
}
