<?php
class Orders {
    public function store($request) {
        // ruleid: laravel-mass-assignment-opened
        $order = Order::create($request->all());
        // ruleid: laravel-mass-assignment-opened
        $order->update($request->all());
        // ok: laravel-mass-assignment-opened
        $order->update($request->validated());
        // ok: laravel-mass-assignment-opened
        $all = Order::all();
        // ok: laravel-mass-assignment-opened
        $order->fill(['name' => 'x']);
    }
}
