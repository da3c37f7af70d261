import { Controller, Delete, Get, UseGuards } from "@nestjs/common";

// ruleid: nest-guard-removed
@UseGuards(JwtAuthGuard)
@Controller("orders")
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  // ok: nest-guard-removed
  @Get()
  list() {
    return this.orders.list();
  }

  // ruleid: nest-guard-removed
  @Roles("admin")
  @Delete(":id")
  remove(@Param("id") id: string) {
    return this.orders.remove(id);
  }

  @Get("export")
  // ruleid: nest-guard-removed
  @UseGuards(OwnerGuard)
  async export() {
    return this.orders.export();
  }
}

// ok: nest-guard-removed
@Scopes(() => ({ open: { where: { open: true } } }))
// ok: nest-guard-removed
@Controller("health")
export class HealthController {
  // ok: nest-guard-removed
  @UseInterceptors(CacheInterceptor)
  @Get()
  health() {
    return "ok";
  }
}
