"""What every room may tell of itself while it works: spans of traces, and seconds per stage.

No room knows where it goes. Nothing of a repository and nothing that a person wrote is told, only numbers and our own
words. OpenTelemetry is loaded by the composition root, where the environment names a collector.
"""
