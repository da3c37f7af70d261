"""The keys of the configuration as pydantic models: shapes, bounds, and a description of each key.

Lives here: what may be written, key by key; the JSON Schema and the words of errors follow from it.
May not live here: what a key leads to.
"""

from reviewer.config.model.root import ConfigModel

__all__ = ["ConfigModel"]
