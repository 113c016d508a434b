"""`plekwijzer permissions`: the table of who may do what, for people to read."""

import typer


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("permissions")(permissions)


def permissions() -> None:
    """Laat zien wie wat mag: elke handeling, elke rol en hoe ver die gaat."""
    from services.permission_words import permissions_page

    typer.echo(permissions_page(), nl=False)
