"""What we print, send and keep: one folder per kind of document, plain values in, finished bytes out."""
