"""Makes the staff's site Django's default one; the site itself is loaded once the models are."""

from django.contrib.admin.apps import AdminConfig


class PersonalAdminConfig(AdminConfig):
    default_site = "buzon.mesa.sitio.PersonalAdminSite"

    def ready(self) -> None:
        """Register what `check --deploy` asks of production, once the apps are there to be asked."""
        super().ready()
        from buzon.config import arranque  # noqa: F401, PLC0415
