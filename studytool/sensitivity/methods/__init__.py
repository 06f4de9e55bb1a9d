"""The numbers behind the analyses: arrays in, arrays out, or a panel made ready to fit again."""
