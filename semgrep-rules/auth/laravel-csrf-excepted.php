<?php
class Csrf {
    // ruleid: laravel-csrf-excepted
    protected $except = ['hooks/*'];

    public function routes() {
        // ruleid: laravel-csrf-excepted
        Route::post('/hooks', Hook::class)->withoutMiddleware(VerifyCsrfToken::class);
        // ok: laravel-csrf-excepted
        Route::post('/orders', Orders::class)->middleware('auth');
        // ok: laravel-csrf-excepted
        Route::get('/open', Open::class)->withoutMiddleware('cache');
        // ok: laravel-csrf-excepted
        $except = [];
    }
}
