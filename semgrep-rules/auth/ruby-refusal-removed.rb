class PostsController
  def remove
    # ruleid: ruby-refusal-removed
    return head :forbidden unless current_user.admin?
    # ruleid: ruby-refusal-removed
    if post.owner_id != user.id
      render json: { error: "not yours" }, status: 403
      return
    end
    # ruleid: ruby-refusal-removed
    raise Denied unless user.can_remove?(post)
    # ok: ruby-refusal-removed
    return if params[:dry]
    # ok: ruby-refusal-removed
    menu << "users" if user.admin?
    # ok: ruby-refusal-removed
    admin = user.admin?
    # ok: ruby-refusal-removed
    logger.info "admin #{admin}"
    post.destroy!
  end
end
