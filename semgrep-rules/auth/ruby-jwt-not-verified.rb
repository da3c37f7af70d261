class Tokens
  def read(token)
    # ruleid: ruby-jwt-not-verified
    JWT.decode(token, nil, false)
    # ok: ruby-jwt-not-verified
    JWT.decode(token, key, true, algorithm: "HS256")
    # ok: ruby-jwt-not-verified
    JWT.encode(payload, key)
    # ok: ruby-jwt-not-verified
    decode(token)
  end
end
