export async function list(prisma: PrismaClient, user: User) {
  // ruleid: node-tenant-key-removed
  return prisma.order.findMany({ where: { status: "open", organizationId: user.organizationId } });
}

export async function one(prisma: PrismaClient, id: string, organizationId: string) {
  return prisma.order.findFirst({
    // ruleid: node-tenant-key-removed
    where: { id, organizationId },
  });
}

export async function nested(prisma: PrismaClient, user: User) {
  // ruleid: node-tenant-key-removed
  return prisma.line.findMany({ where: { order: { tenantId: user.tenantId } } });
}

export async function remove(id: string, team: Team) {
  // ruleid: node-tenant-key-removed
  await Order.destroy({ where: { id, teamId: team.id } });
}

export async function byId(prisma: PrismaClient, id: string) {
  // ok: node-tenant-key-removed
  return prisma.order.findUnique({ where: { id } });
}

export async function create(prisma: PrismaClient, organizationId: string) {
  // ok: node-tenant-key-removed
  return prisma.order.create({ data: { organizationId } });
}

export async function ordered(prisma: PrismaClient) {
  // ok: node-tenant-key-removed
  return prisma.order.findMany({ where: { userName: "ana" }, orderBy: { organizationId: "asc" } });
}

export async function roles(prisma: PrismaClient) {
  // ok: node-tenant-key-removed
  return prisma.role.findMany({ where: { userEditable: true }, select: { accountId: true } });
}

export async function scoped(prisma: PrismaClient, user: User) {
  // ok: node-tenant-key-removed
  return forTenant(prisma, { where: { tenantId: user.tenantId } });
}
