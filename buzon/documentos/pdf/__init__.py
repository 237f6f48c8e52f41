"""Draws a document: title and ordered pieces in, the bytes of a letter-size PDF out. Nothing else imports reportlab.

The words of a document are es-MX whatever the language of the page that asked for it: what is sealed has one text.
"""
