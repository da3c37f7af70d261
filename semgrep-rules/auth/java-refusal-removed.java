class Posts {
    void remove(User user, Post post) {
        // ruleid: java-refusal-removed
        if (!user.isAdmin()) {
            throw new AccessDeniedException("admins only");
        }
        // ruleid: java-refusal-removed
        if (!post.getOwner().equals(user)) throw new NotYours();
        // ok: java-refusal-removed
        if (user.isAdmin()) {
            menu.add("users");
        }
        // ok: java-refusal-removed
        if (dry) {
            return;
        }
        // ok: java-refusal-removed
        boolean admin = user.isAdmin();
        // ok: java-refusal-removed
        log.info("admin {}", admin);
        posts.delete(post);
    }
}
