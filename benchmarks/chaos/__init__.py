"""What must hold when processes die: the service by kill -9, its database by an immediate stop. Loopback only."""
