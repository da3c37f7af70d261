def login(session)
  # ruleid: cookie-flag-removed
  cookies[:session] = { value: session, httponly: true }
  # ok: cookie-flag-removed
  cookies[:theme] = { value: "dark", expires: 1.year }
  # ok: cookie-flag-removed
  redirect_to root_path
end
