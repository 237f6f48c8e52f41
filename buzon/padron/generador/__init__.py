"""A made-up register of any size, drawn row by row (pure): the same size and seed give the same bytes anywhere.

Only `Random.random` is drawn from, and only the four operations and square roots are taken of it: of those alone
Python and IEEE 754 promise the same on every machine. No clock is read: every date hangs from `creditos.DIA`.
"""
