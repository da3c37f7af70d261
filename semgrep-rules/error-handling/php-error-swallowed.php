<?php
function pay() {
    // ruleid: php-error-swallowed
    try {
        charge();
    } catch (Exception $e) {
    }
    // ok: php-error-swallowed
    try {
        charge();
    } catch (Exception $e) {
        report($e);
    }
    // ok: php-error-swallowed
    charge();
    // ok: php-error-swallowed
    log('paid');
}
