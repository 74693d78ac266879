"""``python -m kg`` is ``kg``."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from kg.cli import main as run  # here, since processes that read for a build load this module too

    run()


if __name__ == "__main__":
    main()
