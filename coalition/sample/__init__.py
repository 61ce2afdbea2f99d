"""The sample coalition: invented organizations with a history of weeks, told through the verbs.

Every name, address and figure is made up; addresses end in `.example`, which no mail ever reaches.
"""
