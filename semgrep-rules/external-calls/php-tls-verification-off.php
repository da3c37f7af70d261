<?php
function ask($url) {
    // ruleid: php-tls-verification-off
    Http::withoutVerifying()->get($url);
    // ruleid: php-tls-verification-off
    curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, false);
    // ok: php-tls-verification-off
    curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, true);
    // ok: php-tls-verification-off
    Http::get($url);
    // ok: php-tls-verification-off
    $verified = false;
}
