"""The digest: what one person has to know, in one letter a day or a week.

`due` says who gets one now, `editions` gathers what all of them share, `composing` picks and orders what one person
reads, `assembling` claims the period and puts the letter into the outbox.
"""
