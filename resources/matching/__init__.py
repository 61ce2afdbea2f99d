"""The engine: which offers fit a request, how well, and why. It never knows who asks."""

from resources.matching.ranking import FORMULA

SEARCH = 1  # goes up whenever other offers may be found, or the same in another order, for the same points
VERSION = f"{SEARCH}.{FORMULA}"  # kept with each match
