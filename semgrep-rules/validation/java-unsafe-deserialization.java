class Jobs {
    void read() {
        // ruleid: java-unsafe-deserialization
        Object job = stream.readObject();
        // ruleid: java-unsafe-deserialization
        mapper.enableDefaultTyping();
        // ok: java-unsafe-deserialization
        Job typed = mapper.readValue(text, Job.class);
        // ok: java-unsafe-deserialization
        Yaml yaml = new Yaml(new SafeConstructor(options));
        // ok: java-unsafe-deserialization
        stream.writeObject(job);
    }
}
