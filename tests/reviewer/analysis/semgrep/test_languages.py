"""Guards that vanish in Ruby, Go, Java, PHP and TypeScript, and what only looks like it."""

import pytest

from checks.kit import Kind
from tests.reviewer.analysis.semgrep.reviewing import review

RAILS = """\
class OrdersController < ApplicationController
  before_action :require_admin, only: [:destroy]

  def show
    @order = current_user.orders.find(params[:id])
    render :show
  end

  def destroy
    return head :forbidden unless @order.owner_id == current_user.id
    Order.transaction do
      @order.destroy!
      Entry.create!(order: @order)
    end
    render :gone
  end
end
"""
DESTROY = "    return head :forbidden unless @order.owner_id == current_user.id\n"
GIN = """\
package api

func routes(r *gin.Engine) {
	admin := r.Group("/admin", requireAdmin())
	admin.DELETE("/orders/:id", remove)
}

func remove(c *gin.Context) {
	if order.OwnerID != user.ID {
		c.AbortWithStatus(403)
		return
	}
	err := store.Remove(order)
	if err != nil {
		fail(c, err)
		return
	}
	c.Status(204)
}
"""
SPRING = """\
@RestController
class Orders {
    @PreAuthorize("hasRole('ADMIN')")
    @DeleteMapping("/{id}")
    @Transactional
    void remove(long id) {
        Order order = orders.findByIdAndTenantId(id, tenant());
        if (order.isShipped()) {
            throw new IllegalStateException("shipped");
        }
        orders.delete(order);
        entries.save(order.gone());
    }
}
"""
LARAVEL = """\
<?php
class OrderController {
    public function remove($id) {
        $order = Order::where('account_id', $this->account())->findOrFail($id);
        $this->authorize('remove', $order);
        if ($order->shipped) {
            abort(409);
        }
        $order->delete();
        return response()->noContent();
    }
}
"""
NEST = """\
@Controller("orders")
export class Orders {
  @RequirePermission("orders.delete")
  @Delete(":id")
  async remove(@Param("id") id: string, user: User) {
    const order = await this.orders.findOne({ id, ownerId: user.id });
    if (order.locked) throw new ConflictException();
    await this.orders.remove(order);
  }
}
"""

LOSSES = [
    ("a.rb", RAILS, "  before_action :require_admin, only: [:destroy]\n", "", "auth/rails-before-action-removed"),
    ("a.rb", RAILS, "current_user.orders", "Order", "tenancy/ruby-owner-scope-removed"),
    ("a.rb", RAILS, DESTROY, "", "auth/ruby-refusal-removed"),
    ("a.go", GIN, ", requireAdmin()", "", "auth/go-middleware-removed"),
    ("a.go", GIN, GIN[GIN.index("\tif order") : GIN.index("\terr :=")], "", "auth/go-refusal-removed"),
    ("a.go", GIN, GIN[GIN.index("\tif err") : GIN.index("\tc.Status")], "", "error-handling/go-error-check-removed"),
    ("A.java", SPRING, "    @PreAuthorize(\"hasRole('ADMIN')\")\n", "", "auth/spring-method-security-removed"),
    ("A.java", SPRING, "    @Transactional\n", "", "transactions/spring-transactional-removed"),
    ("A.java", SPRING, "findByIdAndTenantId(id, tenant())", "findById(id)", "tenancy/java-owner-lookup-removed"),
    ("A.java", SPRING, SPRING[SPRING.index("        if (") : SPRING.index("        orders.del")], "",
     "state-machines/java-state-check-removed"),
    ("a.php", LARAVEL, "where('account_id', $this->account())->", "", "tenancy/laravel-owner-scope-removed"),
    ("a.php", LARAVEL, "        $this->authorize('remove', $order);\n", "", "auth/laravel-gate-removed"),
    ("a.ts", NEST, '  @RequirePermission("orders.delete")\n', "", "auth/nest-guard-removed"),
    ("a.ts", NEST, ", ownerId: user.id", "", "tenancy/node-owner-key-removed"),
    ("a.ts", NEST, "    if (order.locked) throw new ConflictException();\n", "",
     "state-machines/node-state-check-removed"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "base", "gone", "put", "rule"), LOSSES, ids=[f"{it[0]} {it[4]}" for it in LOSSES])
def test_a_loss_is_told_once(path: str, base: str, gone: str, put: str, rule: str) -> None:
    assert gone in base
    told = review(base, base.replace(gone, put), path=path)
    assert [(name, hit.kind) for name, hit in told.found] == [(rule, Kind.LOST)]
    assert told.skips == ()


SAME = [
    ("a.rb", RAILS, "@order", "@found"),
    ("a.rb", RAILS, "    render :show\n", "    # said\n    render :show\n"),
    ("a.rb", RAILS, DESTROY,
     "    mine = @order.owner_id == current_user.id\n    return head :forbidden unless mine\n"),
    ("a.go", GIN, "order", "found"),
    ("a.go", GIN, "\tif order.OwnerID != user.ID {", "\tstranger := order.OwnerID != user.ID\n\tif stranger {"),
    ("a.go", GIN, "\terr := store.Remove(order)\n\tif err != nil {", "\tif err := store.Remove(order); err != nil {"),
    ("A.java", SPRING, "order", "found"),
    ("A.java", SPRING, '    @DeleteMapping("/{id}")\n    @Transactional\n',
     '    @Transactional\n    @DeleteMapping("/{id}")\n'),
    ("A.java", SPRING, "remove(long id)", "erase(long id)"),
    ("a.php", LARAVEL, "$order", "$found"),
    ("a.php", LARAVEL, "        if ($order->shipped) {", "        // said\n        if ( $order->shipped ) {"),
    ("a.ts", NEST, "order", "found"),
    ("a.ts", NEST, "{ id, ownerId: user.id }", "{\n      id,\n      ownerId: user.id,\n    }"),
    ("a.ts", NEST, "    if (order.locked) throw new ConflictException();\n",
     "    if (order.locked) {\n      throw new ConflictException();\n    }\n"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "base", "was", "now"), SAME, ids=[f"{it[0]} {it[3][:24]!r}" for it in SAME])
def test_a_refactoring_is_silent(path: str, base: str, was: str, now: str) -> None:
    head = base.replace(was, now)
    assert head != base
    told = review(base, head, path=path)
    assert [hit.title for _, hit in told.found if hit.kind is not Kind.CHANGED] == []
    assert told.skips == ()


def test_a_guard_that_went_into_a_helper_of_the_same_change_is_kept() -> None:
    check = "    if (order.locked) throw new ConflictException();\n"
    helper = "  refuseLocked(order: Order) {\n" + check + "  }\n}\n"
    head = NEST.replace(check, "    this.refuseLocked(order);\n").removesuffix("}\n") + helper
    assert review(NEST, head).found == ()
    unused = NEST.replace(check, "").removesuffix("}\n") + helper
    assert [hit.kind for _, hit in review(NEST, unused).found] == [Kind.MOVED]


def test_of_several_units_with_one_name_the_one_that_lost_its_guard_is_told() -> None:
    unit = "loader({\n  run: async (args) => {\n    requireAdmin(args.user);\n    await work%d(args.list);\n  },\n});\n"
    base = "".join(unit % number for number in range(3))
    head = base.replace("    requireAdmin(args.user);\n    await work1", "    await work1")
    ((_, hit),) = review(base, head).found
    assert hit.span.start_line == 9


def test_words_in_comments_are_no_guards() -> None:
    base = "export function a(b) {\n  // idempotencyKey: see the docs\n  charge(b);\n  notify(b);\n}\n"
    assert review(base, base.replace("  // idempotencyKey: see the docs\n", "")).found == ()
    code = base.replace("  // idempotencyKey: see the docs\n", "  use({ idempotencyKey: b.id });\n")
    assert [hit.kind for _, hit in review(code, code.replace("idempotencyKey: b.id", "")).found] == [Kind.LOST]
