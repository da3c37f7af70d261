<?php
class Orders {
    public function remove($order) {
        // ruleid: laravel-gate-removed
        Gate::authorize('remove', $order);
        // ruleid: laravel-gate-removed
        abort_unless($order->open, 409);
        // ruleid: laravel-gate-removed
        $this->authorize('remove', $order);
        // ok: laravel-gate-removed
        $order->delete();
        // ok: laravel-gate-removed
        abort(500);
        // ok: laravel-gate-removed
        $order->close();
        // ok: laravel-gate-removed
        return redirect('/orders');
    }
}
