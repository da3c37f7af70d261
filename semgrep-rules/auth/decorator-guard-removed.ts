class Orders {
  // ruleid: decorator-guard-removed
  @RequirePermission("orders.delete")
  @Delete(":id")
  remove(id: string) {}

  // ruleid: decorator-guard-removed
  @Authorized(["ADMIN"])
  @Get("all")
  all() {}

  // ok: decorator-guard-removed
  @Get()
  list() {}

  // ok: decorator-guard-removed
  @Injectable()
  service() {}

  // ok: decorator-guard-removed
  @Column()
  name: string;
}
