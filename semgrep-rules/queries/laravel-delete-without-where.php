<?php
function clear() {
    // ruleid: laravel-delete-without-where
    Order::truncate();
    // ruleid: laravel-delete-without-where
    DB::table('orders')->delete();
    // ok: laravel-delete-without-where
    DB::table('orders')->where('id', 4)->delete();
    // ok: laravel-delete-without-where
    $order->delete();
    // ok: laravel-delete-without-where
    $order->update(['state' => 'x']);
}
