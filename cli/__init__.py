"""The `plekwijzer` command: a door to the services for who runs an installation or works with files."""
