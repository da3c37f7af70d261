def sign(response, token):
    # ruleid: cookie-flag-off
    response.set_cookie("session", token, httponly=False)
    # ruleid: cookie-flag-off
    response.set_cookie("session", token, secure=False)
    # ok: cookie-flag-off
    response.set_cookie("session", token, httponly=True, secure=True)
    # ok: cookie-flag-off
    response.delete_cookie("session")
    # ok: cookie-flag-off
    secure = False
    return secure
