"""Sessions in the database; a cookie that no session of ours could have set is as if it were not there."""

import re

from django.contrib.sessions.backends.db import SessionStore as SesionEnBase

CLAVE = re.compile(r"[a-z0-9]{32}")


class SessionStore(SesionEnBase):
    """Django's store, which would pass any text of the cookie on to PostgreSQL."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and CLAVE.fullmatch(key))
