<?php
function read($data) {
    // ruleid: php-unsafe-deserialization
    $job = unserialize($data);
    // ok: php-unsafe-deserialization
    $safe = unserialize($data, ['allowed_classes' => false]);
    // ok: php-unsafe-deserialization
    $json = json_decode($data);
    // ok: php-unsafe-deserialization
    $text = serialize($safe);
}
