"""Reading offers and requests out of CSV files, row by row, through the verbs.

reading    the file, strictly: lines, or what is wrong with them
mapping    which column is what, and what its words mean here
cleaning   cells into values, or faults
offers, requests    lines into what the verbs take
running    in batches, each row imported, known already, or rejected with line, column and reason
report     the counts, which add up, and the rejected rows as a file to be mended and read again
"""
