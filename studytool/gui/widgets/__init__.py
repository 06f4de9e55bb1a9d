"""Parts that several screens share; each shows what it is given and tells what a person did."""
