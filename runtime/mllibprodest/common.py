"""O que as duas interfaces oferecem aos workers."""

from __future__ import annotations

from abc import ABC
from typing import TYPE_CHECKING, Any

from mllibprodest.provider import Provider

if TYPE_CHECKING:
    from typing_extensions import Self


class CommonMethods(Provider, ABC):
    """Os métodos prontos que todo worker herda, além dos de :class:`~mllibprodest.provider.Provider`."""

    def __new__(cls, *_arguments: Any, **_named: Any) -> Self:
        """Recusa uma classe incompleta, com os nomes dos métodos que faltam."""
        missing = sorted(cls.__abstractmethods__)
        if missing:
            from mllibprodest.errors import IncompleteClassError

            raise IncompleteClassError(
                f"A classe '{cls.__name__}' não implementa {len(missing)} dos métodos que a interface exige: "
                f"{', '.join(missing)}. Implemente-os com os parâmetros da interface."
            )
        return super().__new__(cls)

    @staticmethod
    def make_log(path: str) -> None:
        """Cria o arquivo de log do worker; depois disso, ``logging.info(...)`` e semelhantes escrevem nele.

        Repetir a chamada com o mesmo arquivo não muda nada; com outro, os dois passam a receber as mensagens.

        Args:
            path: Caminho do arquivo de log; o que ele já tiver é mantido.

        Raises:
            MLLibProdestError: Se não for possível gravar no arquivo.
        """
        from mllibprodest.logs import make_log

        make_log(path)

    @staticmethod
    def convert_artifact_to_pickle(artifact: object, file_name: str, path: str = "temp_area") -> None:
        """Grava um artefato no formato pickle.

        O arquivo só aparece, ou só substitui o anterior, quando estiver completo.

        Args:
            artifact: O objeto a gravar.
            file_name: Nome do arquivo, por exemplo ``'TrainingParams.pkl'``.
            path: Pasta do arquivo; é criada, se não existir.

        Raises:
            MLLibProdestError: Se o objeto não puder ser convertido ou o arquivo não puder ser gravado.
        """
        from pathlib import Path

        from mllibprodest.pickles import write

        write(artifact, Path(path) / file_name)

    @staticmethod
    def convert_artifact_to_object(file_name: str, path: str = "temp_area") -> Any:
        """Lê um artefato que está no formato pickle.

        Args:
            file_name: Nome do arquivo, por exemplo ``'TrainingParams.pkl'``.
            path: Pasta do arquivo.

        Returns:
            O objeto de origem.

        Raises:
            MissingFileError: Se o arquivo não existir.
            DamagedFileError: Se o arquivo estiver corrompido ou incompleto, ou não for um pickle.
            MLLibProdestError: Se o arquivo não puder ser lido, ou precisar de um pacote que não está instalado.
        """
        from pathlib import Path

        from mllibprodest.pickles import read

        return read(Path(path) / file_name)
