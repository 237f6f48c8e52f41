"""The staff's admin site, set as Django's default site."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig


class PersonalAdminSite(AdminSite):
    """Django admin with the portal's name."""

    site_header = "Buzón IMSS · Personal"
    site_title = "Buzón IMSS"
    index_title = "Administración"


class PersonalAdminConfig(AdminConfig):
    """Makes `admin.site` the staff's site."""

    default_site = "buzon.config.admin.PersonalAdminSite"
