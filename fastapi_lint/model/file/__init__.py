"""One file: what it declares as plain syntax, without meaning."""
