class Hooks {
    void receive(byte[] body, byte[] given) {
        byte[] wanted = hmac.doFinal(body);
        // ruleid: signature-call-removed
        if (!MessageDigest.isEqual(wanted, given)) throw new Forbidden();
        // ok: signature-call-removed
        if (Arrays.equals(wanted, given)) count++;
        // ok: signature-call-removed
        handle(body);
    }
}
