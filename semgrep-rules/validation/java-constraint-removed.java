class Orders {
    // ruleid: java-constraint-removed
    @NotBlank
    String name;

    // ruleid: java-constraint-removed
    public void create(@Valid @RequestBody Order order) {
    }

    // ok: java-constraint-removed
    @Column
    String state;

    // ok: java-constraint-removed
    public void update(@RequestBody Order order) {
    }

    // ok: java-constraint-removed
    String validText = "x";
}
