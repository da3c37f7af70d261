// ruleid: node-guard-test-skipped
it.skip("refuses users of another tenant", async () => {});
// ruleid: node-guard-test-skipped
xit("answers 403 to members", async () => {});
// ok: node-guard-test-skipped
it("refuses strangers", async () => {});
// ok: node-guard-test-skipped
it.skip("draws a nice chart", async () => {});
// ok: node-guard-test-skipped
describe("permissions", () => {});
