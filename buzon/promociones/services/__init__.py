"""Writes of requests, one transaction each."""
