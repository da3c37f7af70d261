<?php
return [
    // ruleid: laravel-debug-on
    'debug' => env('APP_DEBUG', true),
    // ok: laravel-debug-on
    'name' => env('APP_NAME', 'Shop'),
    // ok: laravel-debug-on
    'debugbar' => false,
    // ok: laravel-debug-on
    'env' => env('APP_ENV', 'production'),
];
