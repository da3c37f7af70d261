class Logins {
    void login(HttpServletResponse response, Cookie session) {
        // ruleid: cookie-flag-off
        session.setHttpOnly(false);
        // ok: cookie-flag-off
        session.setSecure(true);
        // ok: cookie-flag-off
        response.addCookie(session);
    }
}
