"""What `./dev bench server` measures of a running service, one file a measure, and what stands beside it."""
