class Client
  def get(url)
    # ruleid: ruby-tls-verification-off
    http.verify_mode = OpenSSL::SSL::VERIFY_NONE
    # ok: ruby-tls-verification-off
    http.verify_mode = OpenSSL::SSL::VERIFY_PEER
    # ok: ruby-tls-verification-off
    http.use_ssl = true
    # ok: ruby-tls-verification-off
    none = "verify"
  end
end
