<?php
function pay($order) {
    // ruleid: laravel-transaction-begin-removed
    DB::beginTransaction();
    $order->save();
    // ruleid: laravel-transaction-begin-removed
    DB::rollBack();
    // ok: laravel-transaction-begin-removed
    DB::commit();
    // ok: laravel-transaction-begin-removed
    $order->begin();
    // ok: laravel-transaction-begin-removed
    Log::info('rolled back');
}
