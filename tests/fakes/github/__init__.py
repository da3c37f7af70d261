"""Our own GitHub for tests: stateful, strict about the documented limits, served over real HTTP.

    with fake_github(folder) as world:                       # or FakeServer, one for many worlds
        installation = world.install(world.app(), "acme")
        shop = world.repository("acme/shop")                 # a real bare git repository
        acts.commit(world, shop, "main", {"a.py": b"1"})
        acts.branch(shop, "feature")
        acts.commit(world, shop, "feature", {"a.py": b"2"})
        pull = acts.open_pull(world, shop, "feature")
        world.webhook = (address, secret)
        world.faults.append(Fault(NeverAnswers(), "GET", "/compare/"))
        send(world, pull_request_event(world, pull, "opened"))

What was asked stands in `world.exchanges`, what was posted in `shop.check_runs` and `pull.reviews`.
A review asks, in this order: access_tokens, graphql (the pull request), check-runs, compare, graphql
(files), graphql (unchanged files), check-runs, reviews; `pulls/N/files` only over 300 files.
"""
