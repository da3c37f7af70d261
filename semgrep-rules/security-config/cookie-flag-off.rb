def login(session)
  # ruleid: cookie-flag-off
  cookies[:session] = { value: session, httponly: false }
  # ok: cookie-flag-off
  cookies[:theme] = { value: "dark", httponly: true }
  # ok: cookie-flag-off
  redirect_to root_path
end
