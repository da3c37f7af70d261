<?php

return [
    // ruleid: cookie-flag-removed
    'http_only' => true,
    // ok: cookie-flag-removed
    'lifetime' => 120,
    // ok: cookie-flag-removed
    'path' => '/',
];
