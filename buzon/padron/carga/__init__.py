"""Loads the register from CSV files: all or nothing, in sets, with every error named by file, line and column."""
