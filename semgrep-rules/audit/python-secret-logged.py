def login(request, password):
    # ruleid: python-secret-logged
    logger.info("login %s", password)
    # ruleid: python-secret-logged
    logger.debug("headers %s", request.headers)
    # ok: python-secret-logged
    logger.info("login %s", request.user.id)
    # ok: python-secret-logged
    logger.info("the password was changed")
    # ok: python-secret-logged
    check(password)
