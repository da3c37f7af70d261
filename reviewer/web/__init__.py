"""The doors of the service over HTTP: deliveries from GitHub, health, metrics.

Lives here: requests and answers, and what is refused before anything is done.
May not live here: the work itself; a request that asks for work only leaves it in the queue.
"""
