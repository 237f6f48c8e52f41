"""What almost is a secret: a comparison that looks at part of it, or forgives, lets one of these through."""

from string import ascii_letters, digits


def casi_iguales(secreto: str) -> set[str]:
    """Return near misses: one character another, two in each other's place, a part of it, more than it, nothing.

    Letters give way to letters and digits to digits, so that a form takes them for what the secret is.
    """
    cerca = {"", " ", secreto * 2, secreto[::-1]}
    for n, letra in enumerate(secreto):
        alfabeto = digits if letra.isdigit() else ascii_letters if letra.isalpha() else "_"
        otra = alfabeto[(alfabeto.find(letra) + 1) % len(alfabeto)]
        cerca |= {secreto[:n] + otra + secreto[n + 1 :], secreto[:n], secreto[n + 1 :]}
        cerca.add(secreto[:n] + secreto[n : n + 2][::-1] + secreto[n + 2 :])
    cerca |= {secreto + "0", "0" + secreto, f"{secreto}\0", f"%{secreto[1:]}", "%", "_" * len(secreto)}
    return cerca - {secreto}
