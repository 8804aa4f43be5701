"""From registrations to the routes that an application serves, and their names and paths."""
