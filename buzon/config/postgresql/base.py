"""Django's PostgreSQL, which examines a kept connection at every request without asking the server."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Tell whether the connection still stands: a server that ended it left its socket readable.

        Django's own question, `SELECT 1`, costs a public look-up a seventh of its time (docs/rendimiento.md).
        """
        if self.connection is None or self.connection.closed:
            return False
        enchufe = poll()
        enchufe.register(self.connection.fileno(), POLLIN)
        return not enchufe.poll(0)
