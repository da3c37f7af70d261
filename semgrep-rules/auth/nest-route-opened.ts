class Orders {
  // ruleid: nest-route-opened
  @Public()
  @Get()
  list() {}

  // ok: nest-route-opened
  @UseGuards(Jwt)
  all() {}

  // ok: nest-route-opened
  @Get("public")
  open() {}

  // ok: nest-route-opened
  @PublicName("x")
  name() {}
}
