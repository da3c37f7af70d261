def reset(user)
  # ruleid: weak-randomness-for-tokens
  token = Random.rand(1_000_000)
  # ok: weak-randomness-for-tokens
  delay = Random.rand(5)
  # ok: weak-randomness-for-tokens
  secret = SecureRandom.hex(16)
end
