"""From a signed webhook to a check run with comments, and what a second push changes."""

from __future__ import annotations

from tests.end_to_end.conftest import Run
from tests.fakes.github.faults import Fault, NeverAnswers
from tests.fakes.github.webhooks import pull_request_event, send
from tests.shops import HEAD, Shop
from tests.waiting import until_equal


def _deliver(shop: Shop, action: str) -> int:
    delivery = send(shop.world, pull_request_event(shop.world, shop.pull, action))
    assert delivery is not None
    return delivery.status_code


async def _completed(shop: Shop, head_sha: str | None = None, comments: int = 1) -> None:
    def state() -> tuple[list[str], int]:
        return [run.status for run in shop.runs(head_sha)], len(shop.pull.comments)

    await until_equal(state, (["completed"], comments), 120)


async def test_a_pull_request_from_opened_over_pushes_to_repaired(serve: Run, shop: Shop) -> None:
    service = serve()
    held = Fault(NeverAnswers(), path="/compare/")
    shop.world.faults.append(held)
    overtaken = shop.pull.head_sha
    assert _deliver(shop, "opened") == 202
    await until_equal(lambda: held.times, 0)
    shop.push()  # during the review of what was there before
    assert _deliver(shop, "synchronize") == 202
    await _completed(shop)
    await _completed(shop, overtaken)
    assert shop.only_run(overtaken).conclusion == "cancelled"
    first = shop.only_run()
    assert (first.name, first.conclusion) == ("Holdfast", "action_required")
    assert "login_required" in f"{first.summary}{first.text}"
    (comment,) = shop.pull.comments
    # A suggestion can stand on the head alone: at the line that the lost guard would come back to.
    assert (comment.path, comment.side, comment.line) == ("shop/views.py", "RIGHT", 4)
    assert "```suggestion\n@login_required\n" in comment.body

    shop.push(HEAD + b"\n\ndef refund(request):\n    return None\n")
    assert _deliver(shop, "synchronize") == 202
    await _completed(shop)
    assert shop.only_run().id != first.id

    shop.push(b"# a note\n" + b"from django.contrib.auth.decorators import login_required\n" + HEAD)
    for action in ("synchronize", "ready_for_review", "reopened"):
        assert _deliver(shop, action) == 202
    await _completed(shop)
    assert {run.status for run in shop.repository.check_runs} == {"completed"}
    assert service.terminate() == 0


def test_a_taken_port_is_said_so(run: Run, shop: Shop) -> None:
    taken = shop.world.root.rpartition(":")[2]
    process = run("serve", "--port", taken)
    assert process.wait() == 2
    assert taken in "".join(process.raw)
