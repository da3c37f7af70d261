<?php

class Order
{
    // ruleid: version-check-removed
    /** @Version */
    private int $edition;

    // ok: version-check-removed
    private int $total;

    // ok: version-check-removed
    private string $version;
}
