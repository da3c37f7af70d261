<?php

class Customer
{
    public function login(
        // ruleid: java-redaction-removed
        #[SensitiveParameter] string $password,
        // ok: java-redaction-removed
        string $name,
    ): bool {
        // ok: java-redaction-removed
        return $this->check($name, $password);
    }

    // ok: java-redaction-removed
    #[Required]
    public string $name;
}
