class Jobs
  def read(data)
    # ruleid: ruby-unsafe-deserialization
    Marshal.load(data)
    # ruleid: ruby-unsafe-deserialization
    YAML.unsafe_load(data)
    # ok: ruby-unsafe-deserialization
    YAML.safe_load(data)
    # ok: ruby-unsafe-deserialization
    JSON.parse(data)
    # ok: ruby-unsafe-deserialization
    Marshal.dump(data)
  end
end
