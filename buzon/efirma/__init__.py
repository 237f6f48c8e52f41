"""The e.firma: reading, profile, path, revocation and signature. Pure: no Django, no network, no clock."""
