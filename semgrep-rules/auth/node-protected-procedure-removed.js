// ruleid: node-protected-procedure-removed
export const remove = protectedProcedure.input(schema).mutation(async () => {});
// ruleid: node-protected-procedure-removed
export default withAuth(handler);
// ok: node-protected-procedure-removed
export const list = publicProcedure.query(async () => {});
// ok: node-protected-procedure-removed
const author = findAuthor(4);
// ok: node-protected-procedure-removed
export const open = wrap(handler);
