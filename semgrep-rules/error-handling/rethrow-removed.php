<?php

function pay(Order $order): void
{
    try {
        charge($order);
        // ruleid: rethrow-removed
    } catch (CardException $error) {
        report($error);
        throw new PaymentException($error);
    }
    try {
        announce($order);
        // ok: rethrow-removed
    } catch (MailException $error) {
        report($error);
    }
    // ok: rethrow-removed
    finish($order);
}
