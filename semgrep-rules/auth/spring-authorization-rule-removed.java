class Security {
    SecurityFilterChain chain(HttpSecurity http) {
        // ruleid: spring-authorization-rule-removed
        http.addFilterBefore(jwtFilter, UsernamePasswordAuthenticationFilter.class);
        // ruleid: spring-authorization-rule-removed
        http.authorizeHttpRequests(it -> it.requestMatchers("/admin/**").hasRole("ADMIN"));
        // ok: spring-authorization-rule-removed
        http.cors();
        // ok: spring-authorization-rule-removed
        http.build();
        // ok: spring-authorization-rule-removed
        log.info("admin");
        return null;
    }
}
