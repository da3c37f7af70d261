<?php
function login($password) {
    // ruleid: php-secret-logged
    Log::info('login', [$password]);
    // ok: php-secret-logged
    Log::info('login', [$name]);
    // ok: php-secret-logged
    Log::info('password changed');
    // ok: php-secret-logged
    check($password);
}
