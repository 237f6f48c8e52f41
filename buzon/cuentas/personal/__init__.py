"""The staff: who acts, her account and role, and how she enters."""
