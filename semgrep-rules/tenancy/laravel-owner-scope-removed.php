<?php
class Orders {
    public function list($user) {
        // ruleid: laravel-owner-scope-removed
        $orders = Order::where('account_id', $user->account_id)->get();
        // ruleid: laravel-owner-scope-removed
        $mine = $query->where('user_id', $user->id)->first();
        // ok: laravel-owner-scope-removed
        $open = Order::where('state', 'open')->get();
        // ok: laravel-owner-scope-removed
        $order->user_id = $user->id;
        // ok: laravel-owner-scope-removed
        $sorted = $query->orderBy('account_id');
        // ok: laravel-owner-scope-removed
        return $user->name;
    }
}
