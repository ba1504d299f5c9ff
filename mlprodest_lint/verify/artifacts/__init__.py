"""What the mandatory artifacts of a model hold, without unpickling them."""
