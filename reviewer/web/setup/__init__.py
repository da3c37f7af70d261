"""`/setup`: a service without an App registers one at GitHub.

Served alone, before anything else runs, to the one browser that brings the token of the log. What becomes of the
credentials is the composition root's to say.
"""
