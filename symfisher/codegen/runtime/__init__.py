"""What generated NumPy code calls: ordinary tested functions, copied by `symfisher.codegen.embedding` into each module.

Every function here needs only NumPy (``_np``) and SciPy's ``special`` (``_special``); names begin with an underscore so
that no name of a user can hide them.
"""
