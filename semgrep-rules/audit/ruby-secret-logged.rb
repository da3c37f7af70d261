class Api
  def login(password)
    # ruleid: ruby-secret-logged
    logger.info(params[:password])
    # ruleid: ruby-secret-logged
    Rails.logger.debug(password)
    # ok: ruby-secret-logged
    logger.info(params[:name])
    # ok: ruby-secret-logged
    logger.info("password changed")
    # ok: ruby-secret-logged
    check(password)
  end
end
