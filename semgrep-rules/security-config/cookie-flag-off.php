<?php

return [
    // ruleid: cookie-flag-off
    'http_only' => false,
    // ok: cookie-flag-off
    'secure' => true,
    // ok: cookie-flag-off
    'lifetime' => 120,
];
