Rails.application.configure do
  # ruleid: rails-protection-off
  config.force_ssl = false
  # ruleid: rails-protection-off
  config.consider_all_requests_local = true
  # ok: rails-protection-off
  config.assume_ssl = true
  # ok: rails-protection-off
  config.eager_load = false
  # ok: rails-protection-off
  config.hosts << "example.com"
end
