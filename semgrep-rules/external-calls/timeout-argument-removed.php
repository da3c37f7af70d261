<?php

function rates(): array
{
    // ruleid: timeout-argument-removed
    $answer = Http::timeout(2)->get($url);
    // ok: timeout-argument-removed
    $other = Http::retry(2)->get($url);
    // ok: timeout-argument-removed
    return $answer->json();
}
