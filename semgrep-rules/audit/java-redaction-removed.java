class User {
    // ruleid: java-redaction-removed
    @JsonIgnore
    String password;

    // ruleid: java-redaction-removed
    @ToString.Exclude
    String token;

    // ok: java-redaction-removed
    @JsonFormat(pattern = "x")
    String day;

    // ok: java-redaction-removed
    @Column
    String name;

    // ok: java-redaction-removed
    String hidden;
}
