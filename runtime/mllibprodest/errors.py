"""Os erros da biblioteca, todos com uma mensagem que diz o que fazer.

Quem quiser tratar qualquer um deles captura :class:`MLLibProdestError`. Cada classe também deriva da exceção do Python
de mesmo sentido, para que ``except FileNotFoundError`` e semelhantes continuem funcionando.
"""


class MLLibProdestError(RuntimeError):
    """Qualquer erro da biblioteca."""


class ConfigurationError(MLLibProdestError, ValueError):
    """Um argumento ou uma variável de ambiente falta ou tem um valor que não serve."""


class IncompleteClassError(MLLibProdestError, TypeError):
    """A classe do worker não implementa todos os métodos da interface."""


class MissingDependencyError(MLLibProdestError, ImportError):
    """Falta instalar um pacote neste ambiente."""


class ServerUnavailableError(MLLibProdestError, ConnectionError):
    """O servidor não responde ou parou de responder no meio de uma resposta."""


class AccessDeniedError(MLLibProdestError, PermissionError):
    """O servidor recusou as credenciais, ou o sistema não permite ler ou gravar no caminho."""


class ModelNotFoundError(MLLibProdestError):
    """O modelo não está registrado ou não tem versão em produção."""


class MissingFileError(MLLibProdestError, FileNotFoundError):
    """Um arquivo, dataset, bucket ou artefato não existe."""


class DamagedFileError(MLLibProdestError, ValueError):
    """Um arquivo existe, mas está corrompido ou não contém o que deveria."""


class StorageError(MLLibProdestError, OSError):
    """O disco está cheio ou falhou."""
