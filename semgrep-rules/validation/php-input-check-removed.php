<?php
function run($order, $doc) {
  // ruleid: php-input-check-removed
  if (empty($name)) {
    throw new InvalidArgumentException("name is required");
  }
  // ruleid: php-input-check-removed
  if (count($items) > 100) {
    abort(422);
  }
  // ok: php-input-check-removed
  if ($name) { greet($name); }
  // ok: php-input-check-removed
  if (empty($items)) { return []; }
  // ok: php-input-check-removed
  $valid = strlen($name) > 2;
}
