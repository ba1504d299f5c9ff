from .caminhos import *
from .caminhos import SAIDA as DESTINO
