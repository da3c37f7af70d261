"""The composition roots of the service: where settings become adapters, and adapters are connected.

Lives here: `service.serve` (web and worker in one process), `service.work` (a worker alone), how both log.
May not live here: anything that one of the rooms below could do by itself.
"""
