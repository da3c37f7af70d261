def rates
  # ruleid: timeout-argument-removed
  http.read_timeout = 2
  # ok: timeout-argument-removed
  http.use_ssl = true
  # ok: timeout-argument-removed
  http.get(url)
end
