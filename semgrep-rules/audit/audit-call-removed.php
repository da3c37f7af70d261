<?php

function remove(Order $order): void
{
    $order->delete();
    // ruleid: audit-call-removed
    $this->auditLog->write('order.removed', $order->id);
    // ok: audit-call-removed
    Log::info('removed');
    // ok: audit-call-removed
    event(new OrderRemoved($order));
}
