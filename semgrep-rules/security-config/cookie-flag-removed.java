class Logins {
    void login(HttpServletResponse response, Cookie session) {
        // ruleid: cookie-flag-removed
        session.setHttpOnly(true);
        // ok: cookie-flag-removed
        session.setMaxAge(60);
        // ok: cookie-flag-removed
        response.addCookie(session);
    }
}
