"""The words by which the guard knows money, in English: what speaks of it, and what only looks so.

A phrase is words apart by blanks: `a|b` is either, `a?` may be missing, `#` is any number, `*` any one word or sign.
Words are in small letters, without the mark of a possessive.
"""

MONEY = """
price|prices|priced|pricing|overpriced|msrp|quotation|quotations|cheap|cheaper|cheapest|wholesale|surcharge|surcharges
invoice|invoices|invoiced|invoicing|billed|prepaid|prepay|prepayment|payment|payments|payable|payee|remittance|paypal|venmo|zelle
pay|pays|paid|paying|money|cash|profit
reimburse|reimburses|reimbursed|reimbursement|reimbursements|reimbursing|refund|refunds|refunded|refundable
purchase|purchases|purchased|purchaser|buy|buys|buying|buyer|buyers|bought
sell|sells|selling|seller|sellers|resell|resale
discount|discounts|discounted|fee|fees|rental|rentals|bidding|bidder
for|on|up sale
sale of|price|prices
sale :
sales team|rep|reps|representative|department|contact|office|tax|terms|person|manager|price
sold by|in|at|per|only|as|separately|to
quote for|on|available|attached|valid|per|please
a|your|our|for|free|any quote|quotes
get|send|request|requesting|provide|give quotes
cost|costs :
cost|costs #
cost|costs per|apiece|sharing|plus|only|each
cost|costs is|are|of #
cost|costs is|are|to? be? shared|split|borne|recovered|negotiable|agreed
sell|sold|given|supplied|provided|available|offered|lent|shipped at cost
recover|recovers|recovering|cover|covers|covering|share|split our|the|your|their|its|these|all costs|cost
unit|shipping|freight|handling|delivery|replacement cost|costs
charge|charges for|apply|applies|per|extra|you|them|hospitals|members|receivers|borrowers|separately
charges :
charge|charges of #
we|you|they|i|to|would|will|may|must|might charge
handling|shipping|service|delivery|freight|extra|additional|small|modest|nominal|minimum charge|charges
charged to|for|per|by|extra|monthly|weekly|daily|separately
charged at #
be|is|are|was charged #
bill|bills you|them|the|your|to|for|per|by|monthly|us|each
will|would|shall|to bill
bill|bills #
billing address|department|contact|terms|monthly|is|to
purchase order|orders
po required|number|needed
net # days?
net # terms
cash on delivery
credit|debit card|cards
credit|debit our|your|the account
wire|bank transfer|transfers
bank account|details
to our|the account
account below
freight|shipping collect
budget of|:|is
up to? front
down payment
our|your hourly|daily|weekly|monthly|day|list rate|rates
hourly|daily|day rate|rates is|are|applies|apply|of|:
rent is|of|per|:|#
for|to|we|will|can rent
rent it|them|these|this|out|for
monthly|weekly rent
for|to|we|will|can lease
lease at|for|fee|rate|rates|it|them|term|terms
leasing
security deposit|deposits
deposit of #
deposit is?|are? required|refunded|returned|due
a|your|our deposit
compensation for|to|is|of|will|expected|required|by
be|are|is compensated
compensate|compensates us|you|our|your|them
monetary|financial compensation|contribution
amount|total|balance due|owed|owing
amount|amounts :
total : #
owe|owes us|you|them
best|highest|winning bid|bids
bids above|over|welcome|accepted|from|invited
best|reasonable offer
offers above|over #
commercial terms|rate|rates|offer|basis|price|conditions
retail price|value|#
vendor|equipment|lease financing
financing available|possible|offered
commission on|of|for
a|earn commission
subscription fee|of|costs
paid subscription
penalty|fine of
save # %
get|take|with|for|at # % off
# % off retail|list|all|every|each|orders|your|when|if
less # percent|%
tariff :
excluding|plus|excl|incl|including tax|vat
of|for|in|by|consider|about|are|is|be purchasing
pro - rata cost
value|worth : #
"""

# Words that are spelled as money and are not about it. They take their words out of what follows above.
HARMLESS = """
pay|pays|paid|paying very? close|more|special|particular|great? attention|heed
pay|pays|paid|paying tribute|respect|respects|homage|visit
pay|pays|paid a|the visit|tribute
pay|pays|paid|paying it forward
pay|pays|paid|paying off|dividends
it|that|this pays to
pay phone|phones
paid leave|time|sick|holiday|vacation
paid by|for? us|ourselves|our
prepaid return? label|labels|envelope|envelopes|mailer|mailers|box|boxes
prepaid by us
at our own? expense
at our own cost
fee|cost|charge|price|payment - free
free - of - charge
purchase is|was no
cash|money|price crop|crops
charge|charged nurse|nurses
in|takes|took|take|taking charge
battery|batteries|electric|electrostatic|static|surface|space|net|full|trickle|fast|depth charge|charges
charge|charges|charged the|a|your? battery|batteries|device|devices|unit|units|phone|phones|defibrillator
charge|charged to # %
charge|procedure|cpt code|codes
sell - by date|dates
sell by date|dates
buy - in|ins
buy in from|of
buy time
buys us? time
money market|laundering
cost|costs lives
cash flow|register
euro pallet|pallets|plug|plugs|size|sizes|norm
dollar store|stores|general|tree|coin|coins
# cad drawing|drawings|file|files|model|models|design|designs|license|licenses|seat|seats|workstation|workstations
"""

# Before money, in the same clause, they deny it.
DENIALS = frozenset(
    "no not never without nothing nobody none neither nor cannot zero free-of waive waives waiving waived nix "
    "don't doesn't didn't won't wouldn't isn't aren't needn't can't couldn't mustn't shouldn't non refuse refuses "
    "decline declines".split()
)
# After money: a denial with one of these.
DENIED = frozenset(
    "needed required necessary asked wanted expected possible charged accepted due taken involved applicable issued "
    "sought requested allowed made demanded owed payable foreseen intended".split()
)
WAIVED = frozenset(["waived", "forgiven", "donated"])

CURRENCIES = frozenset(
    "usd eur gbp aud nzd jpy cny rmb mxn brl krw sek dkk pln czk huf zar sgd hkd twd thb rs cad chf inr".split()
)
# Also a disease of the arteries, heart failure, a value of the blood: only where nothing else can be meant.
AMBIGUOUS = frozenset("cad chf inr rs".split())
AFTER_AN_AMOUNT = frozenset(", . ; / per each a an for only apiece plus".split())
COUNTRIES = frozenset("us c ca a au nz hk s".split())  # before a sign: US$
# Spelled out, beside a number. Pounds weigh, and are left out.
COINS = frozenset(
    "dollar dollars buck bucks cent cents euro euros yen yuan rupee rupees peso pesos franc francs ruble rubles "
    "kronor quid".split()
)
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand million billion dozen few several half".split()
)
SCALES = frozenset("k m mn bn hundred thousand million billion".split())

# Beside a word that begins like a name, they make it one: Price County, Cash Memorial Clinic.
PLACES = frozenset(
    "county hospital clinic memorial street st road rd avenue ave lane drive boulevard city town township lake valley "
    "creek hill river university college school center centre foundation ministries church home park health bay "
    "medical laboratory laboratories institute chapel hall".split()
)
TITLES = frozenset("dr mr ms mrs mx prof professor doctor nurse sister".split())
