"""asn1crypto as the SAT needs it: everybody who reads names of e.firmas imports `x509` from here."""

from asn1crypto import x509

# The SAT writes the RFC (2.5.4.45) as a DirectoryString; X.520 and asn1crypto expect a BIT STRING there.
x509.NameTypeAndValue._oid_specs["unique_identifier"] = x509.DirectoryString

__all__ = ["x509"]
