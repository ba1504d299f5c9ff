# The contract's annotations are bare: list, dict.
# mypy: disable-error-code="type-arg"
"""As interfaces que os workers implementam (contrato 1.5)."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from mllibprodest.common import CommonMethods

if TYPE_CHECKING:
    from typing import Any


class ModelPublicationInterfaceCLF(CommonMethods):
    """Interface do ``worker_pub``, que publica o modelo: a classe ``ModeloCLF`` do script ``pub.py`` a implementa.

    Carregue o modelo no construtor, que não recebe parâmetros, com ``self.load_model(nome_do_modelo)``.
    """

    @abstractmethod
    def predict(self, dataset: list) -> list:
        """Faz as predições.

        Args:
            dataset: Uma linha de dados por item.

        Returns:
            A predição de cada linha, na mesma ordem.
        """

    @abstractmethod
    def evaluate(self, data_features: list, data_targets: list) -> dict:
        """Avalia o modelo em dados cuja resposta é conhecida.

        Args:
            data_features: Uma linha de dados por item.
            data_targets: A resposta certa de cada linha, na mesma ordem.

        Returns:
            O nome e o valor de cada métrica.
        """

    @abstractmethod
    def get_model_info(self) -> dict:
        """Descreve o modelo.

        Returns:
            As informações que interessam a quem o usa: nome, parâmetros, métricas e outras.
        """


class ModelPublicationInterfaceRETRAIN(CommonMethods):
    """Interface do ``worker_retrain``: a classe ``ModeloRETRAIN`` do script ``retrain.py`` a implementa.

    O worker avalia o modelo em produção e, se for preciso, o treina de novo. O construtor não recebe parâmetros.
    """

    @abstractmethod
    def get_model_name(self) -> str:
        """Informa o nome com que o modelo está registrado.

        Returns:
            O nome do modelo.
        """

    @abstractmethod
    def get_model_provider_name(self) -> str:
        """Informa onde o modelo está registrado.

        Returns:
            O nome do provider: ``'mlflow'``.
        """

    @abstractmethod
    def get_experiment_name(self) -> str:
        """Informa em que experimento o retreino é registrado.

        Returns:
            O nome do experimento.
        """

    @abstractmethod
    def get_dataset_provider_name(self) -> str:
        """Informa de onde vêm os datasets.

        Returns:
            O nome do provider: ``'minio'`` ou ``'local'``.
        """

    @abstractmethod
    def evaluate(  # noqa: PLR0913, PLR0917 - the contract's
        self,
        model: Any,
        datasets: dict,
        baseline_metrics: dict,
        training_params: dict,
        artifacts_path: str = "temp_area",
        batch_size: int = 100000,
    ) -> tuple[bool, dict]:
        """Diz se o modelo em produção ainda atende ao esperado.

        Args:
            model: O modelo em produção, que o ``load_model`` carregou.
            datasets: Os datasets, que o ``load_datasets`` carregou.
            baseline_metrics: As métricas que o modelo deve atingir.
            training_params: Os parâmetros com que o modelo foi treinado.
            artifacts_path: Pasta em que estão os artefatos do modelo.
            batch_size: Quantidade de linhas a avaliar de cada vez; veja ``generate_batch_indices``.

        Returns:
            ``(True, informações)`` se o modelo atende ao esperado; ``(False, motivos)`` se precisa ser retreinado.
        """

    @abstractmethod
    def retrain(
        self,
        production_model_name: str,
        production_params: dict,
        experiment_name: str,
        datasets: dict,
        reasons: dict,
    ) -> Any:
        """Treina o modelo de novo e registra o experimento, o modelo e os três artefatos obrigatórios no MLflow.

        Args:
            production_model_name: Nome do modelo em produção.
            production_params: Os parâmetros com que ele foi treinado.
            experiment_name: O experimento em que registrar o retreino.
            datasets: Os datasets atuais, que o ``load_datasets`` carregou.
            reasons: Os motivos do retreino, que o ``evaluate`` devolveu.
        """

    @staticmethod
    def generate_batch_indices(dataset_size: int, batch_size: int = 100000) -> list[tuple[int, int]]:
        """Divide as linhas de um dataset em lotes consecutivos, para processar um de cada vez.

        Args:
            dataset_size: Quantidade de linhas do dataset.
            batch_size: Quantidade de linhas de cada lote, no mínimo 1; o último lote pode ser menor.

        Returns:
            Para cada lote, o índice da primeira linha e o da primeira linha que já não faz parte dele, como em
            ``[(0, 2), (2, 4), (4, 5)]``: use ``dados[inicio:fim]``.

        Raises:
            ConfigurationError: Se um dos tamanhos não for inteiro ou estiver fora do permitido.
        """
        from mllibprodest.batches import generate_batch_indices

        return generate_batch_indices(dataset_size, batch_size)
