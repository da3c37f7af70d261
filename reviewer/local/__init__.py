"""A range of a local git repository, read with git's own plumbing: the adapter behind `holdfast review`.

Lives here: starting git so that it only reads, choosing the range, the bytes of both sides.
May not live here: what the bytes mean, and anything that needs a network or a work tree.
"""
