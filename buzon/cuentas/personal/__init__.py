"""The staff: who acts, the accounts and roles, and the entrance."""
