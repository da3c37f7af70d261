<?php
function run($order, $doc) {
  // ruleid: php-amount-check-removed
  if ($amount > $payment->refundable) {
    throw new TooMuch();
  }
  // ruleid: php-amount-check-removed
  if ($account->balance < $price) {
    abort(402);
  }
  // ok: php-amount-check-removed
  if ($amount > 0) { $total += $amount; }
  // ok: php-amount-check-removed
  $price = $item->price;
  // ok: php-amount-check-removed
  $account->balance -= $price;
}
