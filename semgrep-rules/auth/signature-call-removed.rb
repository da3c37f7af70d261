def receive
  # ruleid: signature-call-removed
  head :forbidden unless ActiveSupport::SecurityUtils.secure_compare(expected, given)
  # ok: signature-call-removed
  head :forbidden unless expected == given
  # ok: signature-call-removed
  handle(request.body)
end
