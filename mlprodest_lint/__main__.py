from mlprodest_lint.cli import main

main()
