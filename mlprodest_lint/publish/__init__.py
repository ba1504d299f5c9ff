"""The archive that is sent to Prodest: which folders it is made of, what of them goes in, and how it is written."""
