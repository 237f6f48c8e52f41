"""Mutation testing of the rules that decide: `make mutantes` (docs/pruebas.md)."""
