<?php

function pay(Order $order): void
{
    // ruleid: after-commit-removed
    SendReceipt::dispatch($order)->afterCommit();
    // ok: after-commit-removed
    SendReceipt::dispatch($order);
    // ok: after-commit-removed
    $order->save();
}
