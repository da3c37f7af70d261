"""Sign-offs: who may give one, what it is bound to, and what becomes of it with the next push. Pure decisions.

Lives here: accounts and their standing, rules and bars, the records and what they add up to.
May not live here: asking GitHub who somebody is, keeping records, words of a check run.
"""
