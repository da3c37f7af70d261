"""The report as a SARIF 2.1.0 log, for code scanning and other readers of results.

Lives here: the shapes of SARIF (OASIS standard, errata 01); the tests hold them against its schema.
May not live here: uploading.
"""
