<?php
function run($order, $doc) {
  // ruleid: php-duplicate-check-removed
  if ($this->alreadyProcessed($event)) {
    return null;
  }
  // ruleid: php-duplicate-check-removed
  if ($repo->exists($id)) {
    throw new Conflict();
  }
  // ok: php-duplicate-check-removed
  if ($fresh) { return null; }
  // ok: php-duplicate-check-removed
  $already = count($seen);
  // ok: php-duplicate-check-removed
  $this->markProcessed($event);
}
