"""What a module says, as plain records: the only place that knows libcst."""
