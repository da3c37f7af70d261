"""What Holdfast checks: facts about code at base and at head, and the checks that ask for them.

Pure: bytes in, hits out. Nothing here opens a file, reads a clock, logs, or imports `reviewer`.
"""
