<?php
function open($query) {
    // ruleid: laravel-condition-removed
    $query->where('state', 'open')->get();
    // ruleid: laravel-condition-removed
    Order::whereNull('deleted_at')->get();
    // ok: laravel-condition-removed
    $query->get();
    // ok: laravel-condition-removed
    $query->orderBy('id');
    // ok: laravel-condition-removed
    $order->save();
}
