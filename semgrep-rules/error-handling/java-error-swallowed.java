class Orders {
    void pay() {
        // ruleid: java-error-swallowed
        try {
            charge();
        } catch (Exception error) {
        }
        // ok: java-error-swallowed
        try {
            charge();
        } catch (IOException error) {
            throw new Retry(error);
        }
        // ok: java-error-swallowed
        charge();
        // ok: java-error-swallowed
        log.info("paid");
    }
}
