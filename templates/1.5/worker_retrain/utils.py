"""Funções de apoio do worker_retrain.

O worker só pode importar o que está na própria pasta e o que o requirements.txt instala. Se os dois workers precisarem
de uma mesma função, faça uma cópia dela em cada pasta.
"""
