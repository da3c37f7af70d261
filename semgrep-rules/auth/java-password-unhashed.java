class Passwords {
    PasswordEncoder encoder() {
        // ruleid: java-password-unhashed
        return NoOpPasswordEncoder.getInstance();
    }
    PasswordEncoder strong() {
        // ok: java-password-unhashed
        PasswordEncoder encoder = new BCryptPasswordEncoder(12);
        // ok: java-password-unhashed
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        // ok: java-password-unhashed
        return encoder;
    }
}
