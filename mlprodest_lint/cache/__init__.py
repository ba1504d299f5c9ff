"""What earlier runs found out, kept so that it needn't be found out again."""
