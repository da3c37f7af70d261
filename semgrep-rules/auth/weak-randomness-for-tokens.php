<?php

function reset(User $user): void
{
    // ruleid: weak-randomness-for-tokens
    $token = mt_rand(100000, 999999);
    // ok: weak-randomness-for-tokens
    $delay = mt_rand(1, 5);
    // ok: weak-randomness-for-tokens
    $secret = random_bytes(16);
}
