"""O acesso a modelos e datasets para quem não está dentro de um worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from io import BytesIO

    from mlflow.pyfunc import PyFuncModel


class Provider:
    """Carrega modelos, artefatos e datasets dos providers. Todos os métodos são estáticos."""

    @staticmethod
    def load_datasets(datasets_filenames: dict[str, str], provider: str = "minio") -> dict[str, BytesIO]:
        """Carrega datasets para a memória.

        Args:
            datasets_filenames: Para cada tipo de dataset, o nome do arquivo, por exemplo
                ``{'features': 'textos.csv', 'targets': 'setores.csv'}``.
            provider: De onde carregar: ``'minio'`` (variáveis ``MINIO``, ``ACCESS_KEY``, ``SECRET_KEY`` e ``BUCKET``)
                ou ``'local'`` (variável ``LOCAL_PATH``). As variáveis podem estar no ambiente ou no arquivo ``.env``.

        Returns:
            Para cada tipo de dataset, um ``BytesIO`` com o conteúdo do arquivo, que o ``pandas.read_csv`` aceita.

        Raises:
            MLLibProdestError: Se o provider não existir, faltar configuração ou um arquivo não puder ser lido.
        """
        from mllibprodest.datasets import load_datasets

        return load_datasets(datasets_filenames, provider)

    @staticmethod
    def load_production_params(model_name: str, provider: str = "mlflow") -> dict[str, Any]:
        """Carrega os parâmetros com que o modelo em produção foi treinado (artefato ``TrainingParams.pkl``).

        Args:
            model_name: Nome do modelo registrado.
            provider: Onde o modelo está registrado: ``'mlflow'``.

        Returns:
            O nome e o valor de cada parâmetro.

        Raises:
            MLLibProdestError: Se o artefato não puder ser carregado ou não for um dicionário não vazio.
        """
        return _load_production_artifact("TrainingParams.pkl", model_name, provider)

    @staticmethod
    def load_production_datasets_names(model_name: str, provider: str = "mlflow") -> dict[str, Any]:
        """Carrega os nomes dos datasets do treino do modelo em produção (artefato ``TrainingDatasetsNames.pkl``).

        Args:
            model_name: Nome do modelo registrado.
            provider: Onde o modelo está registrado: ``'mlflow'``.

        Returns:
            Para cada tipo de dataset, o nome do arquivo.

        Raises:
            MLLibProdestError: Se o artefato não puder ser carregado ou não for um dicionário não vazio.
        """
        return _load_production_artifact("TrainingDatasetsNames.pkl", model_name, provider)

    @staticmethod
    def load_production_baseline(model_name: str, provider: str = "mlflow") -> dict[str, Any]:
        """Carrega as métricas que o modelo em produção deve atingir (artefato ``BaselineMetrics.pkl``).

        Args:
            model_name: Nome do modelo registrado.
            provider: Onde o modelo está registrado: ``'mlflow'``.

        Returns:
            O nome e o valor de cada métrica.

        Raises:
            MLLibProdestError: Se o artefato não puder ser carregado ou não for um dicionário não vazio.
        """
        return _load_production_artifact("BaselineMetrics.pkl", model_name, provider)

    @staticmethod
    def load_model(
        model_name: str, provider: str = "mlflow", artifacts_destination_path: str = "temp_area"
    ) -> PyFuncModel:
        """Carrega o modelo em produção e baixa os artefatos dele.

        O modelo em produção é a versão com o alias ``production`` ou, se não houver, a do estágio ``Production``. Os
        artefatos só tomam o lugar dos baixados antes quando estiverem completos. Arquivos seus na mesma pasta são
        mantidos; um que tenha o nome de um artefato passa a ter ``.anterior-1`` no final do nome.

        Args:
            model_name: Nome do modelo registrado.
            provider: Onde o modelo está registrado: ``'mlflow'``.
            artifacts_destination_path: Pasta que recebe os artefatos.

        Returns:
            O modelo (``mlflow.pyfunc.PyFuncModel``), com o método ``predict``.

        Raises:
            MLLibProdestError: Se o modelo não puder ser carregado; a pasta dos artefatos fica como estava.
        """
        from mllibprodest.production import load_model

        return load_model(model_name, provider, artifacts_destination_path)


def _load_production_artifact(artifact: str, model_name: str, provider: str) -> dict[str, Any]:
    from mllibprodest.production import load_production_artifact

    return load_production_artifact(artifact, model_name, provider)
