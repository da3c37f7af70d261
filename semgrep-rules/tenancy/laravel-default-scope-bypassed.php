<?php
function all() {
    // ruleid: laravel-default-scope-bypassed
    $orders = Order::withoutGlobalScopes()->get();
    // ruleid: laravel-default-scope-bypassed
    $mine = Order::query()->withoutGlobalScope(TenantScope::class)->get();
    // ok: laravel-default-scope-bypassed
    $some = Order::query()->get();
    // ok: laravel-default-scope-bypassed
    $open = Order::withoutEvents();
    // ok: laravel-default-scope-bypassed
    return $open;
}
