class CreateOrder {
  // ruleid: class-validator-removed
  @IsString()
  name: string;

  // ruleid: class-validator-removed
  @MaxLength(80)
  note: string;

  // ok: class-validator-removed
  @ApiProperty()
  total: number;

  // ok: class-validator-removed
  @Column()
  state: string;

  // ok: class-validator-removed
  isOpen: boolean;
}
