<?php
function run($order, $doc) {
  // ruleid: php-guard-call-removed
  $this->authorize("update", $post);
  // ruleid: php-guard-call-removed
  requireAdmin($user);
  // ok: php-guard-call-removed
  $user = findUser($id);
  // ok: php-guard-call-removed
  requireNothing($user);
  // ok: php-guard-call-removed
  $post->user = $user;
}
