<?php
class Orders {
    public function store($request) {
        // ruleid: laravel-rule-removed
        $data = $request->validate([
            // ruleid: laravel-rule-removed
            'name' => 'required|string|max:80',
        ]);
        // ruleid: laravel-rule-removed
        $name = $request->validated();
        // ok: laravel-rule-removed
        $order = Order::create(['state' => 'open']);
        // ok: laravel-rule-removed
        $request->user();
        // ok: laravel-rule-removed
        $order->save();
        // ok: laravel-rule-removed
        return $order;
    }
}
