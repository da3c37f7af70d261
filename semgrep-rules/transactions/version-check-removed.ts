@Entity()
export class Order {
  // ruleid: version-check-removed
  @VersionColumn()
  edition: number;

  // ok: version-check-removed
  @Column()
  total: number;

  // ok: version-check-removed
  version: string;
}
