class Client {
    void build() {
        // ruleid: java-tls-verification-off
        builder.setHostnameVerifier((host, session) -> true);
        // ruleid: java-tls-verification-off
        builder.loadTrustMaterial(new TrustAllStrategy());
        // ok: java-tls-verification-off
        builder.setHostnameVerifier(new DefaultHostnameVerifier());
        // ok: java-tls-verification-off
        builder.build();
        // ok: java-tls-verification-off
        trustAll(orders);
    }
}
