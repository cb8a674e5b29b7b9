"""What generated code of languages other than NumPy calls: one file a language, copied function by function.

See `symfisher.codegen.embedding`.
"""
