"""Files that people attach: what is taken, looked into before it is kept, and cleared away when nobody needs it.

`inspecting.inspect` is pure: a name and bytes in, what may be kept out. It knows no database and no storage.
"""
