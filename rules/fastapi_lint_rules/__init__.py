"""The built-in rules: a plugin like any other, loaded through the `fastapi_lint.rules` entry points."""

CATEGORIES = {
    "asynchrony": 1,
    "routing": 2,
    "responses": 3,
    "injection": 4,
    "lifespan": 5,
    "schemas": 6,
    "security": 7,
    "errors": 8,
    "testing": 9,
}
"""The first digit of a category's codes; 0 is the linter's own."""
