"""Forms of requests: of the taxpayer and of the staff."""
