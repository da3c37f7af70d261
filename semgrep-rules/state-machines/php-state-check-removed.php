<?php
function run($order, $doc) {
  // ruleid: php-state-check-removed
  if ($order->status !== "paid") {
    throw new Conflict("not paid");
  }
  // ruleid: php-state-check-removed
  if ($doc->archived) {
    abort(409);
  }
  // ok: php-state-check-removed
  if ($order->status === "paid") { $total += 1; }
  // ok: php-state-check-removed
  $state = $order->status;
  // ok: php-state-check-removed
  $order->status = "shipped";
}
