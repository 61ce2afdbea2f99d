"""The engine: which offers fit a request, how well, and why. It never knows who asks."""
