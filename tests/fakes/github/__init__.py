"""Our own GitHub for tests: stateful, strict about the documented limits, served over real HTTP.

`fake_github(folder)` runs one. Repositories are real git repositories; what was asked and posted
stands in `World`; `Fault`s make chosen calls go wrong.
"""
