"""Biblioteca que os workers do Prodest importam (contrato 1.5).

Comece por :mod:`mllibprodest.interfaces`. Importar este pacote não carrega o MLflow nem cria arquivos.
"""
