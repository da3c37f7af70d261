"""A range of a local git repository as a change to review.

Lives here: everything that starts git.
May not live here: what a change means, or how it is shown.
"""
