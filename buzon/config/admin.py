"""Makes the staff's site Django's default one; the site itself is loaded once the models are."""

from django.contrib.admin.apps import AdminConfig


class PersonalAdminConfig(AdminConfig):
    """Makes `admin.site` the staff's site."""

    default_site = "buzon.config.sitio.PersonalAdminSite"
