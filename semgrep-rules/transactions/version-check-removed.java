@Entity
class Order {
    @Id
    long id;

    // ruleid: version-check-removed
    @Version
    int version;

    // ok: version-check-removed
    @Column
    String versionName;

    // ok: version-check-removed
    int apiVersion;

    // ok: version-check-removed
    @Versioned
    String text;
}
