<?php
class StoreOrder extends FormRequest {
    // ruleid: laravel-authorize-opened
    public function authorize(): bool
    {
        return true;
    }

    // ok: laravel-authorize-opened
    public function rules(): array
    {
        return [];
    }

    // ok: laravel-authorize-opened
    public function open() { return true; }

    // ok: laravel-authorize-opened
    private function allowed() { return $this->user()->can('store'); }
}
