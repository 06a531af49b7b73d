"""A walk past every page in every role: what keeps somebody out is found here, and told on the statement."""
