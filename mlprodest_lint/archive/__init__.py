"""Archives that somebody sent: read and unpacked without trusting them."""
