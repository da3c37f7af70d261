<?php
class Order extends Model {
    protected static function booted() {
        // ruleid: laravel-global-scope-removed
        static::addGlobalScope(new TenantScope());
        // ok: laravel-global-scope-removed
        static::creating(function ($order) { $order->number(); });
        // ok: laravel-global-scope-removed
        static::observe(OrderObserver::class);
        // ok: laravel-global-scope-removed
        parent::booted();
    }
}
