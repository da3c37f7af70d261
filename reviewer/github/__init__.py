"""GitHub as it is: its API, its limits, its words. The only room that imports githubkit.

Lives here: reading pull requests and blobs, writing check runs and comments.
May not live here: what a change means, or what to say about it.
"""
