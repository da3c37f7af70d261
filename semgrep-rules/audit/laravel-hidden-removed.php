<?php
class User extends Model {
    // ruleid: laravel-hidden-removed
    protected $hidden = ['password', 'remember_token'];
    protected $casts = [
        // ruleid: laravel-hidden-removed
        'ssn' => 'encrypted',
        // ok: laravel-hidden-removed
        'day' => 'date',
    ];
    // ok: laravel-hidden-removed
    protected $fillable = ['name'];
    // ok: laravel-hidden-removed
    protected $table = 'users';
}
