"""The versions of the contract by name: the command line needs no more of the contracts than this."""

CONTRACT_VERSIONS = ("1.5", "1.8")
