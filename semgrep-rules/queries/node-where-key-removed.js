export async function list(prisma, knex) {
  // ruleid: node-where-key-removed
  const open = await prisma.order.findMany({ where: { deletedAt: null } });
  // ruleid: node-where-key-removed
  const rows = await knex("orders").where("state", "open").select();
  // ok: node-where-key-removed
  const all = await prisma.order.findMany({});
  // ok: node-where-key-removed
  const sorted = await prisma.order.findMany({ orderBy: { status: "asc" } });
  // ok: node-where-key-removed
  return { open, rows, all, sorted };
}
