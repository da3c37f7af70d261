<?php
function run($order, $doc) {
  // ruleid: php-check-call-removed
  $this->validateRules($data);
  // ruleid: php-check-call-removed
  Assert::notEmpty($data);
  // ok: php-check-call-removed
  $order = find($id);
  // ok: php-check-call-removed
  $order->check = true;
  // ok: php-check-call-removed
  recheck($order);
}
