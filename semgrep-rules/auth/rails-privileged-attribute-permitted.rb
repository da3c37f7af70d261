class UsersController
  def user_params
    # ruleid: rails-privileged-attribute-permitted
    params.require(:user).permit(:name, :role)
    # ruleid: rails-privileged-attribute-permitted
    params.permit!
    # ok: rails-privileged-attribute-permitted
    params.require(:user).permit(:name, :mail)
    # ok: rails-privileged-attribute-permitted
    user.role = "member"
    # ok: rails-privileged-attribute-permitted
    params.fetch(:admin, false)
  end
end
