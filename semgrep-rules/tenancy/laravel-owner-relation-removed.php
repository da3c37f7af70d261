<?php
class Orders {
    public function show($id) {
        // ruleid: laravel-owner-relation-removed
        $order = $this->user->orders()->findOrFail($id);
        // ruleid: laravel-owner-relation-removed
        $contact = $vault->contacts()->where('id', $id)->first();
        // ok: laravel-owner-relation-removed
        $shop = Shop::findOrFail($id);
        // ok: laravel-owner-relation-removed
        $name = $user->name();
        // ok: laravel-owner-relation-removed
        $user->notify();
        // ok: laravel-owner-relation-removed
        $lines = $order->lines()->get();
    }
}
