class Security {
    void chain(HttpSecurity http) {
        // ruleid: spring-permit-all-added
        http.authorizeHttpRequests(it -> it.anyRequest().permitAll());
        // ok: spring-permit-all-added
        http.authorizeHttpRequests(it -> it.anyRequest().authenticated());
        // ok: spring-permit-all-added
        http.authorizeHttpRequests(it -> it.requestMatchers("/a").hasRole("A"));
        // ok: spring-permit-all-added
        permit(all);
    }
}
