<?php

function receive(string $body, string $given): void
{
    // ruleid: signature-call-removed
    if (!hash_equals(hash_hmac('sha256', $body, SECRET), $given)) {
        abort(403);
    }
    // ok: signature-call-removed
    if ($given === '') {
        abort(400);
    }
    // ok: signature-call-removed
    handle($body);
}
