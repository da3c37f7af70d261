<?php
class Posts {
    public function remove($user, $post) {
        // ruleid: php-refusal-removed
        if (!$user->isAdmin()) {
            abort(403);
        }
        // ruleid: php-refusal-removed
        if ($post->owner_id !== $user->id) {
            return response()->json(['error' => 'not yours'], 403);
        }
        // ok: php-refusal-removed
        if ($user->isAdmin()) {
            $menu[] = 'users';
        }
        // ok: php-refusal-removed
        if ($dry) {
            return $post;
        }
        // ok: php-refusal-removed
        $admin = $user->isAdmin();
        // ok: php-refusal-removed
        Log::info('admin', [$admin]);
        $post->delete();
    }
}
