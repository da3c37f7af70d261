export async function clear(prisma, userId) {
  // ruleid: node-delete-without-where
  await prisma.session.deleteMany();
  // ruleid: node-delete-without-where
  await prisma.session.deleteMany({});
  // ruleid: node-delete-without-where
  await prisma.user.updateMany({ data: { active: false } });
  // ruleid: node-delete-without-where
  await Session.destroy({ where: {} });
  // ok: node-delete-without-where
  await prisma.session.deleteMany({ where: { userId } });
  // ok: node-delete-without-where
  await prisma.user.updateMany({ where: { teamId: 1 }, data: { active: false } });
  // ok: node-delete-without-where
  await Session.destroy({ where: { userId } });
  // ok: node-delete-without-where
  await session.destroy();
}

export async function chosen(prisma, filter) {
  // ok: node-delete-without-where
  await prisma.session.deleteMany({ where: filter });
  // ok: node-delete-without-where
  await cache.update(filter, { ttl: 60 });
}
