export class OrderService {
  async pay(id) {
    // ruleid: node-transaction-removed
    return this.prisma.$transaction(async (tx) => {
      await tx.order.update({ where: { id }, data: { status: "paid" } });
      await tx.entry.create({ data: { orderId: id } });
    });
  }

  async close(id) {
    // ruleid: node-transaction-removed
    await prisma.$transaction([
      prisma.order.update({ where: { id }, data: { closed: true } }),
      prisma.entry.deleteMany({ where: { orderId: id } }),
    ]);
  }

  async transfer(from, to) {
    // ruleid: node-transaction-removed
    await sequelize.transaction({ isolationLevel: "SERIALIZABLE" }, async (t) => {
      await Account.decrement("balance", { where: { id: from }, transaction: t });
      await Account.increment("balance", { where: { id: to }, transaction: t });
    });
  }

  async read(id) {
    // ok: node-transaction-removed
    return this.prisma.order.findUnique({ where: { id } });
  }

  async record(id) {
    // ok: node-transaction-removed
    return this.ledger.transaction(id);
  }

  async list() {
    // ok: node-transaction-removed
    return this.api.transactions(async (page) => page.next());
  }
}

export const record = (ledger, id) =>
  // ok: node-transaction-removed
  ledger.transaction({ id });
