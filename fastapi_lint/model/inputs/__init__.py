"""What path operations and dependencies take: parameters, bodies, models, dependencies."""
