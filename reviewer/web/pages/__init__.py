"""The pages for people: signing in by GitHub, and what Holdfast knows of a pull request.

Lives here: HTML, cookies, and the question whether a visitor may see a repository; nothing is public.
May not live here: scripts, decisions, anything that changes a record; the only POST is to sign out.
"""
