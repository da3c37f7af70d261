<?php

function pay(Order $order): void
{
    // ruleid: repeat-key-removed
    $receipt = Receipt::firstOrCreate(['order_id' => $order->id]);
    // ok: repeat-key-removed
    $mail = Mail::to($order->email);
    // ok: repeat-key-removed
    $entry = Entry::create(['order_id' => $order->id]);
}
