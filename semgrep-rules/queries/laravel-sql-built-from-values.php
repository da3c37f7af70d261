<?php
function find($name) {
    // ruleid: laravel-sql-built-from-values
    DB::select("select * from orders where name = '$name'");
    // ruleid: laravel-sql-built-from-values
    $query->whereRaw("name = '" . $name . "'");
    // ok: laravel-sql-built-from-values
    DB::select('select * from orders where name = ?', [$name]);
    // ok: laravel-sql-built-from-values
    $query->where('name', $name);
    // ok: laravel-sql-built-from-values
    Log::info("name $name");
}
