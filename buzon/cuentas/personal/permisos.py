"""Permissions come from the role of whoever is in, not from rows that somebody could add."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Model

from buzon.cuentas.models import Personal
from buzon.cuentas.personal.roles import permisos_de


class RolBackend(ModelBackend):
    """Django's own backend, with the permissions of the role in the place of those of groups."""

    def get_group_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        """Return what the role allows; nothing to whoever is not active or has none."""
        # Django asks with a row for permissions on that row alone: there are none.
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        personal: Personal | None = getattr(user_obj, "personal", None)
        return set(permisos_de(personal.rol, jefatura=personal.es_jefatura)) if personal else set()
