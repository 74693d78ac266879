"""The graph in formats of files, one a module."""
