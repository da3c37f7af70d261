"""The options of cmark that the tests set."""

class Options:
    CMARK_OPT_UNSAFE: int
