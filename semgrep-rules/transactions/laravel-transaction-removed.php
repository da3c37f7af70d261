<?php
class Orders {
    public function pay($order) {
        // ruleid: laravel-transaction-removed
        DB::transaction(function () use ($order) {
            $order->update(['state' => 'paid']);
            Entry::create(['order_id' => $order->id]);
        });
        // ok: laravel-transaction-removed
        DB::table('orders')->get();
        // ok: laravel-transaction-removed
        $order->transaction_id = 4;
        // ok: laravel-transaction-removed
        collect([1])->each(function ($x) { log($x); });
    }
}
