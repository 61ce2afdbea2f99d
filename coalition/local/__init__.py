"""Runs the portal and its servers on one machine, for development and tests.

`python -m coalition.local --help` lists the commands; docs/operations.md explains them. Knows no app and no
framework: everything it runs, it runs as a process.
"""
