"""The roof of the house: it wires the floors together and has no rules of its own."""
