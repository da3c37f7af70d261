<?php
// ruleid: laravel-throttle-removed
Route::post('/login', Login::class)->middleware('throttle:5,1');
// ruleid: laravel-throttle-removed
RateLimiter::hit($key);
// ok: laravel-throttle-removed
Route::post('/logout', Logout::class)->middleware('auth');
// ok: laravel-throttle-removed
$query->limit(10);
// ok: laravel-throttle-removed
$limit = 4;
