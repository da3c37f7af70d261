<?php
// ruleid: laravel-middleware-removed
Route::middleware('auth')->group(function () {
    // ruleid: laravel-middleware-removed
    Route::delete('/orders/{id}', [Orders::class, 'remove'])->middleware('can:remove,order');
    // ok: laravel-middleware-removed
    Route::get('/orders', [Orders::class, 'index']);
    // ok: laravel-middleware-removed
    Route::get('/open', [Orders::class, 'open'])->middleware('cache');
});
// ok: laravel-middleware-removed
Route::get('/admin', [Admin::class, 'page']);
// ok: laravel-middleware-removed
Route::view('/login', 'login');
