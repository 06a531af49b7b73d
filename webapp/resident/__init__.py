"""What a resident sees and does: the founding request, their own page, completing and withdrawing."""
