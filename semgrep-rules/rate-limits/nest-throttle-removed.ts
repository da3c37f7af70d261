class Sessions {
  // ruleid: nest-throttle-removed
  @Throttle({ default: { limit: 3, ttl: 60000 } })
  @Post()
  login() {}

  // ruleid: nest-throttle-removed
  @UseGuards(ThrottlerGuard)
  code() {}

  // ok: nest-throttle-removed
  @Get()
  list() {}

  // ok: nest-throttle-removed
  limit = 4;

  // ok: nest-throttle-removed
  @Public()
  open() {}
}
