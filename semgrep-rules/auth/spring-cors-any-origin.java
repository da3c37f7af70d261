class Web {
    void cors(CorsRegistration registry) {
        // ruleid: spring-cors-any-origin
        registry.allowedOrigins("*");
        // ruleid: spring-cors-any-origin
        registry.allowedOriginPatterns("*");
        // ok: spring-cors-any-origin
        registry.allowedOrigins("https://shop.example");
        // ok: spring-cors-any-origin
        registry.allowedMethods("*");
        // ok: spring-cors-any-origin
        registry.allowedHeaders("*");
    }
}
