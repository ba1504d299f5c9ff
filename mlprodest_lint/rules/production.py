"""Family 8, what MLflow tells of the production model and its artifacts. `verify` reports it, never `lint`."""

from __future__ import annotations

from mlprodest_lint.findings import Message, Severity
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text


class ModelNotFound(Rule):
    """The registry has no production version of the model.

    The name that the worker hands to `load_model` is looked up in MLflow: the version with the alias `production` is
    in production, or, where there is none, the one in the stage `Production`. Only `verify` reports this.

    ## Why

    The library loads the production version of the registered model (contracts 1.5 and 1.8, common methods); without
    one the worker can't be instantiated.

    ## Example

    ```python treino/registra.py
    import os

    import mlflow

    if os.environ.get('MLFLOW_TRACKING_URI') is None:
        mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')
    execucao = mlflow.search_runs(experiment_names=["Triagem de manifestações"], output_format="list")[0]
    mlflow.register_model(f"runs:/{execucao.info.run_id}/model", "triagem_manifestacoes")
    ```

    ## Use instead

    ```python treino/registra.py
    import os

    import mlflow

    if os.environ.get('MLFLOW_TRACKING_URI') is None:
        mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')
    execucao = mlflow.search_runs(experiment_names=["Triagem de manifestações"], output_format="list")[0]
    versao = mlflow.register_model(f"runs:/{execucao.info.run_id}/model", "triagem_manifestacoes")
    mlflow.MlflowClient().set_registered_model_alias("triagem_manifestacoes", "production", versao.version)
    ```

    ## In Portuguese

    O registro não tem uma versão em produção do modelo.

    O nome que o worker passa a `load_model` é procurado no MLflow: está em produção a versão com o alias `production`
    ou, se não houver, a do estágio `Production`. Só o `verify` relata isto.

    ### Why

    A biblioteca carrega a versão em produção do modelo registrado (contratos 1.5 e 1.8, métodos comuns); sem ela o
    worker não pode ser instanciado.
    """

    code = "MLP804"
    name = "model-not-found"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(
        en="The registry has no production version of the model.",
        pt="O registro não tem uma versão em produção do modelo.",
    )
    _register = Text(
        en="Register the model of the run that logged it under this name, and give the version the alias 'production'.",
        pt="Registre com este nome o modelo da execução que o gerou, e dê à versão o alias 'production'.",
    )
    messages = {
        "unregistered": Message(
            Text(
                en="The model '{model}' isn't registered in MLflow ({uri}).",
                pt="O modelo '{model}' não está registrado no MLflow ({uri}).",
            ),
            _register,
        ),
        "misspelled": Message(
            Text(
                en="The model '{model}' isn't registered in MLflow ({uri}); {near} is.",
                pt="O modelo '{model}' não está registrado no MLflow ({uri}); o que há é {near}.",
            ),
            Text(
                en="Correct the name, in which letter case counts, or register the model under it.",
                pt="Corrija o nome, que diferencia maiúsculas, ou registre o modelo com ele.",
            ),
        ),
        "empty": Message(
            Text(
                en="The model '{model}' is registered in MLflow ({uri}), but has no version.",
                pt="O modelo '{model}' está registrado no MLflow ({uri}), mas não tem nenhuma versão.",
            ),
            _register,
        ),
        "no-production": Message(
            Text(
                en="The model '{model}' is registered in MLflow ({uri}), but no version is in production; the newest is"
                " version {newest}.",
                pt="O modelo '{model}' está registrado no MLflow ({uri}), mas nenhuma versão está em produção; a mais"
                " nova é a versão {newest}.",
            ),
            Text(
                en="Call `mlflow.MlflowClient().set_registered_model_alias('{model}', 'production', {newest})`, with"
                " the version that is to be published.",
                pt="Chame `mlflow.MlflowClient().set_registered_model_alias('{model}', 'production', {newest})`, com a"
                " versão que deve ser publicada.",
            ),
        ),
        "no-run": Message(
            Text(
                en="Version {version} of '{model}', which is in production, belongs to no run, which would hold the"
                " artifacts.",
                pt="A versão {version} de '{model}', em produção, não está ligada a uma execução, que teria os"
                " artefatos.",
            ),
            Text(
                en="Register the model from its run: `mlflow.register_model('runs:/RUN_ID/model', '{model}')`.",
                pt="Registre o modelo a partir da execução: `mlflow.register_model('runs:/RUN_ID/model', '{model}')`.",
            ),
        ),
        "run-gone": Message(
            Text(
                en="Version {version} of '{model}', which is in production, was made by the run {run}, which MLflow no"
                " longer has.",
                pt="A versão {version} de '{model}', em produção, foi gerada pela execução {run}, que não existe mais"
                " no MLflow.",
            ),
            Text(
                en="Train and register the model anew, and give the new version the alias 'production'.",
                pt="Treine e registre o modelo de novo, e dê à nova versão o alias 'production'.",
            ),
        ),
    }


class ArtifactMissing(Rule):
    """A mandatory artifact isn't in the model's run.

    The run that the production version was registered from is asked for the three artifacts; letter case counts, and so
    does the folder: they stand at the top of the run's artifacts. Only `verify` reports this.

    ## Why

    The three artifacts must be logged into the run that logs the model (contracts 1.5 and 1.8, mandatory artifacts);
    the stack hands their content to `evaluate` and `retrain`.

    ## Example

    ```python treino/registro.py
    import mlflow


    def registra_artefatos():
        for nome in ("TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl"):
            mlflow.log_artifact(nome, "artefatos")
    ```

    ## Use instead

    ```python treino/registro.py
    import mlflow


    def registra_artefatos():
        for nome in ("TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl"):
            mlflow.log_artifact(nome)
    ```

    ## In Portuguese

    Um artefato obrigatório não está na execução do modelo.

    Os três artefatos são procurados na execução a partir da qual a versão em produção foi registrada; maiúsculas
    contam, e a pasta também: eles ficam no nível mais alto dos artefatos da execução. Só o `verify` relata isto.

    ### Why

    Os três artefatos precisam ser registrados na execução que registra o modelo (contratos 1.5 e 1.8, artefatos
    obrigatórios); a stack entrega o conteúdo deles a `evaluate` e `retrain`.
    """

    code = "MLP806"
    name = "artifact-missing"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(
        en="A mandatory artifact isn't in the model's run.",
        pt="Um artefato obrigatório não está na execução do modelo.",
    )
    _log = Text(
        en="Call `mlflow.log_artifact('{artifact}')` in the run that logs the model, and register the model anew.",
        pt="Chame `mlflow.log_artifact('{artifact}')` na execução que registra o modelo, e registre o modelo de novo.",
    )
    messages = {
        "missing": Message(
            Text(
                en="'{artifact}' isn't in the run {run} of '{model}', version {version}, which is in production.",
                pt="'{artifact}' não está na execução {run} de '{model}', versão {version}, que está em produção.",
            ),
            _log,
        ),
        "misspelled": Message(
            Text(
                en="'{artifact}' isn't in the run {run} of '{model}', version {version}, which is in production: it is"
                " there as '{found}', and letter case counts.",
                pt="'{artifact}' não está na execução {run} de '{model}', versão {version}, que está em produção: o que"
                " há é '{found}', e maiúsculas contam.",
            ),
            _log,
        ),
        "elsewhere": Message(
            Text(
                en="'{artifact}' isn't at the top of the run {run} of '{model}', version {version}, which is in"
                " production: it is there as '{found}'.",
                pt="'{artifact}' não está no nível mais alto da execução {run} de '{model}', versão {version}, que está"
                " em produção: ele está em '{found}'.",
            ),
            Text(
                en="Call `mlflow.log_artifact('{artifact}')` without a folder, and register the model anew.",
                pt="Chame `mlflow.log_artifact('{artifact}')` sem pasta, e registre o modelo de novo.",
            ),
        ),
        "folder": Message(
            Text(
                en="'{artifact}' is a folder, not a file, in the run {run} of '{model}', version {version}, which is in"
                " production.",
                pt="'{artifact}' é uma pasta, e não um arquivo, na execução {run} de '{model}', versão {version}, que"
                " está em produção.",
            ),
            _log,
        ),
    }
