class Security {
    void chain(HttpSecurity http) {
        // ruleid: spring-csrf-disabled
        http.csrf(csrf -> csrf.disable());
        // ruleid: spring-csrf-disabled
        http.csrf(AbstractHttpConfigurer::disable);
        // ok: spring-csrf-disabled
        http.csrf(Customizer.withDefaults());
        // ok: spring-csrf-disabled
        http.cors(cors -> cors.disable());
        // ok: spring-csrf-disabled
        http.build();
    }
}
