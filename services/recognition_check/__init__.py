"""Looking up whether a site is recognised: a seam for a register, and the acts around it.

Of what a register says only our verdict is kept: site, code, day, yes or no, when and by whom.
"""
