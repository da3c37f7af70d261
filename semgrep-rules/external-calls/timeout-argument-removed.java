class Rates {
    Answer read() {
        // ruleid: timeout-argument-removed
        client.setReadTimeout(2000);
        // ok: timeout-argument-removed
        client.setFollowRedirects(false);
        // ok: timeout-argument-removed
        return client.get(url);
    }
}
