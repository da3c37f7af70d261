export async function list(prisma, user) {
  // ruleid: node-tenant-key-removed
  return prisma.order.findMany({ where: { status: "open", organizationId: user.organizationId } });
}

export async function one(prisma, id, organizationId) {
  return prisma.order.findFirst({
    // ruleid: node-tenant-key-removed
    where: { id, organizationId },
  });
}

export async function nested(prisma, user) {
  // ruleid: node-tenant-key-removed
  return prisma.line.findMany({ where: { order: { tenantId: user.tenantId } } });
}

export async function remove(id, team) {
  // ruleid: node-tenant-key-removed
  await Order.destroy({ where: { id, teamId: team.id } });
}

export async function byId(prisma, id) {
  // ok: node-tenant-key-removed
  return prisma.order.findUnique({ where: { id } });
}

export async function create(prisma, organizationId) {
  // ok: node-tenant-key-removed
  return prisma.order.create({ data: { organizationId } });
}

export async function ordered(prisma) {
  // ok: node-tenant-key-removed
  return prisma.order.findMany({ where: { userName: "ana" }, orderBy: { organizationId: "asc" } });
}

export async function roles(prisma) {
  // ok: node-tenant-key-removed
  return prisma.role.findMany({ where: { userEditable: true }, select: { accountId: true } });
}

export async function scoped(prisma, user) {
  // ok: node-tenant-key-removed
  return forTenant(prisma, { where: { tenantId: user.tenantId } });
}
