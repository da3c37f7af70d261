<?php
function pay($id) {
    // ruleid: laravel-row-lock-removed
    $order = Order::where('id', $id)->lockForUpdate()->first();
    // ok: laravel-row-lock-removed
    $seat = Seat::where('id', $id)->first();
    // ok: laravel-row-lock-removed
    $order->locked = true;
    // ok: laravel-row-lock-removed
    $order->block();
}
