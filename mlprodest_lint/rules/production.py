"""Family 8, what MLflow tells of the production model and its artifacts. `verify` reports it, never `lint`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.findings import Finding, Message, Severity
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from mlprodest_lint.findings import Place
    from mlprodest_lint.verify.artifacts.refusals import Problem

_KEEP_IT_SMALL = Text(
    en="Keep in it what a person would look up: parameters, names, metrics, a confusion matrix; no data set and no"
    " predictions. Then register the model again.",
    pt="Guarde nele o que uma pessoa consultaria: parâmetros, nomes, métricas, uma matriz de confusão; nada de conjunto"
    " de dados nem de predições. Depois registre o modelo de novo.",
)
_WRITE_IT_ANEW = Text(
    en="Write it anew in the training code, `pickle.dump(the_dict, file)`, log it and register the model again.",
    pt="Grave de novo no código de treino, `pickle.dump(o_dict, arquivo)`, registre o artefato e o modelo outra vez.",
)
_PLAIN_VALUES = Text(
    en="Put plain values into the dict: texts, numbers, lists, dicts, dates, numpy scalars and arrays. If you know the"
    " name and trust it, accept it: `artifact-names` in the configuration.",
    pt="Ponha no dict valores simples: textos, números, listas, dicts, datas, escalares e arrays do numpy. Se você"
    " conhece o nome e confia nele, aceite-o: `artifact-names` na configuração.",
)
_NEVER_FROM_OTHERS = Text(
    en="No library writes plain data like this. If you don't know where the file comes from, don't load it; write it"
    " anew from the training code.",
    pt="Nenhuma biblioteca grava dados simples assim. Se você não sabe de onde o arquivo vem, não o carregue; grave de"
    " novo pelo código de treino.",
)


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


class ArtifactInvalid(Rule):
    """A mandatory artifact can't be read, or isn't a dict with something in it.

    The three mandatory artifacts, `TrainingParams.pkl`, `TrainingDatasetsNames.pkl` and `BaselineMetrics.pkl`, are
    looked into without unpickling them. Reported is a file that isn't a pickle (JSON, an archive, a file of joblib), is
    compressed, empty or cut off, that goes on after its end, or holds something else than a dict, or an empty dict.
    Reported is also what is more than an artifact needs: a file of more than 16 MiB, two million instructions, a
    hundred levels. The finding stands where the worker names the model.

    ## Why

    The stack unpickles the artifacts and shows what they hold; `retrain` and `evaluate` read them to decide whether the
    model is trained anew (contracts 1.5 and 1.8, mandatory artifacts).

    ## Example

    ```python train/save_artifacts.py
    import json


    def save(metrics: dict[str, float]) -> None:
        with open("BaselineMetrics.pkl", "w", encoding="utf-8") as file:
            json.dump(metrics, file)
    ```

    ## Use instead

    ```python train/save_artifacts.py
    import pickle


    def save(metrics: dict[str, float]) -> None:
        with open("BaselineMetrics.pkl", "wb") as file:
            pickle.dump(metrics, file)
    ```

    ## In Portuguese

    Um artefato obrigatório não pode ser lido, ou não é um dict com conteúdo.

    Os três artefatos obrigatórios, `TrainingParams.pkl`, `TrainingDatasetsNames.pkl` e `BaselineMetrics.pkl`, são
    examinados sem `pickle.load`. É relatado o arquivo que não é um pickle (JSON, um arquivo compactado, um arquivo do
    joblib), que está compactado, vazio ou cortado, que continua depois do fim, ou que guarda algo que não é um dict, ou
    um dict vazio. É relatado também o que é mais do que um artefato precisa: um arquivo com mais de 16 MiB, dois
    milhões de instruções, cem níveis. O resultado fica onde o worker indica o modelo.

    ### Why

    A stack carrega os artefatos e mostra o que guardam; `retrain` e `evaluate` os leem para decidir se o modelo é
    treinado de novo (contratos 1.5 e 1.8, artefatos obrigatórios).
    """

    code = "MLP807"
    name = "artifact-invalid"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(
        en="A mandatory artifact can't be read, or isn't a non-empty dict.",
        pt="Um artefato obrigatório não pode ser lido, ou não é um dict com conteúdo.",
    )
    messages = {
        "unreadable": Message(
            Text(
                en="{artifact} of the model {model!r} could not be opened: {reason}.",
                pt="Não foi possível abrir {artifact}, do modelo {model!r}: {reason}.",
            ),
            Text(
                en="See that the file exists and that you may read it, and verify again.",
                pt="Veja se o arquivo existe e se você pode lê-lo, e verifique de novo.",
            ),
        ),
        "no-bytes": Message(
            Text(
                en="{artifact} of the model {model!r} is an empty file, 0 bytes.",
                pt="{artifact}, do modelo {model!r}, é um arquivo vazio, de 0 bytes.",
            ),
            Text(
                en="Close the file before you log it: write it within `with open(..., 'wb') as file:` and log it after"
                " that block.",
                pt="Feche o arquivo antes de registrá-lo: grave dentro de `with open(..., 'wb') as arquivo:` e registre"
                " depois desse bloco.",
            ),
        ),
        "compressed": Message(
            Text(
                en="{artifact} of the model {model!r} is compressed; `pickle.load` can't read it.",
                pt="{artifact}, do modelo {model!r}, está compactado; `pickle.load` não consegue lê-lo.",
            ),
            Text(
                en="Write it with `pickle.dump` into a file opened by `open(..., 'wb')`: no gzip, no zip, no"
                " `compress=` of joblib.",
                pt="Grave com `pickle.dump` em um arquivo aberto com `open(..., 'wb')`: sem gzip, sem zip, sem o"
                " `compress=` do joblib.",
            ),
        ),
        "joblib": Message(
            Text(
                en="{artifact} of the model {model!r} was written by joblib; `pickle.load` can't read its arrays.",
                pt="{artifact}, do modelo {model!r}, foi gravado pelo joblib; `pickle.load` não consegue ler os"
                " arrays.",
            ),
            Text(
                en="Use `pickle.dump(the_dict, file)` instead of `joblib.dump`.",
                pt="Use `pickle.dump(o_dict, arquivo)` em vez de `joblib.dump`.",
            ),
        ),
        "not-a-pickle": Message(
            Text(
                en="{artifact} of the model {model!r} is not a pickle.",
                pt="{artifact}, do modelo {model!r}, não é um pickle.",
            ),
            _WRITE_IT_ANEW,
        ),
        "truncated": Message(
            Text(
                en="{artifact} of the model {model!r} is cut off: the pickle ends before it is complete.",
                pt="{artifact}, do modelo {model!r}, está cortado: o pickle termina antes de estar completo.",
            ),
            Text(
                en="Close the file before you log it, and see that the disk was not full; then register the model"
                " again.",
                pt="Feche o arquivo antes de registrá-lo e veja se o disco não estava cheio; depois registre o modelo"
                " de novo.",
            ),
        ),
        "broken": Message(
            Text(
                en="{artifact} of the model {model!r} is broken at byte {position}: the instruction {instruction} of"
                " the pickle can't be carried out.",
                pt="{artifact}, do modelo {model!r}, está corrompido no byte {position}: a instrução {instruction} do"
                " pickle não pode ser executada.",
            ),
            _WRITE_IT_ANEW,
        ),
        "trailing": Message(
            Text(
                en="{artifact} of the model {model!r} goes on after the end of its pickle, at byte {position}:"
                " `pickle.load` would ignore the rest.",
                pt="{artifact}, do modelo {model!r}, continua depois do fim do pickle, no byte {position}:"
                " `pickle.load` ignoraria o resto.",
            ),
            Text(
                en="Open the file with 'wb', not 'ab', and call `pickle.dump` once, with one dict that holds"
                " everything.",
                pt="Abra o arquivo com 'wb', não 'ab', e chame `pickle.dump` uma vez só, com um dict que guarda tudo.",
            ),
        ),
        "cyclic": Message(
            Text(
                en="{artifact} of the model {model!r} holds a value that holds itself.",
                pt="{artifact}, do modelo {model!r}, guarda um valor que contém a si mesmo.",
            ),
            Text(
                en="Put copies of plain values into the dict, not the dict or list itself.",
                pt="Ponha no dict cópias de valores simples, não o próprio dict ou a própria lista.",
            ),
        ),
        "too-large": Message(
            Text(
                en="{artifact} of the model {model!r} is larger than {most} MiB; it was not read.",
                pt="{artifact}, do modelo {model!r}, tem mais de {most} MiB; não foi lido.",
            ),
            _KEEP_IT_SMALL,
        ),
        "too-many": Message(
            Text(
                en="{artifact} of the model {model!r} holds more than {most} values or instructions; it was not read"
                " to its end.",
                pt="{artifact}, do modelo {model!r}, guarda mais de {most} valores ou instruções; não foi lido até o"
                " fim.",
            ),
            _KEEP_IT_SMALL,
        ),
        "too-deep": Message(
            Text(
                en="{artifact} of the model {model!r} nests its values in more than {most} levels.",
                pt="{artifact}, do modelo {model!r}, tem valores dentro de valores em mais de {most} níveis.",
            ),
            Text(
                en="Flatten it: a dict of plain values, or of dicts and lists with plain values.",
                pt="Simplifique: um dict de valores simples, ou de dicts e listas com valores simples.",
            ),
        ),
        "too-many-digits": Message(
            Text(
                en="{artifact} of the model {model!r} holds a number of more than {most} digits.",
                pt="{artifact}, do modelo {model!r}, guarda um número com mais de {most} dígitos.",
            ),
            Text(
                en="Round it or write it as a text that people can read.",
                pt="Arredonde o número ou grave-o como um texto que se possa ler.",
            ),
        ),
        "exhausting": Message(
            Text(
                en="{artifact} of the model {model!r} could not be looked into within the limits of time and memory.",
                pt="Não foi possível examinar {artifact}, do modelo {model!r}, dentro dos limites de tempo e memória.",
            ),
            _KEEP_IT_SMALL,
        ),
        "not-a-dict": Message(
            Text(
                en="{artifact} of the model {model!r} holds a value of type {type}; the contract asks for a dict.",
                pt="{artifact}, do modelo {model!r}, guarda um valor do tipo {type}; o contrato pede um dict.",
            ),
            Text(
                en="Give the value a name: `pickle.dump({{'metrics': the_value}}, file)`.",
                pt="Dê um nome ao valor: `pickle.dump({{'metricas': o_valor}}, arquivo)`.",
            ),
        ),
        "empty": Message(
            Text(
                en="{artifact} of the model {model!r} holds an empty dict; the contract asks for one with content.",
                pt="{artifact}, do modelo {model!r}, guarda um dict vazio; o contrato pede um com conteúdo.",
            ),
            Text(
                en="Fill the dict before it is written: see what the training code puts into it, and when.",
                pt="Preencha o dict antes de gravá-lo: veja o que o código de treino põe nele, e quando.",
            ),
        ),
    }


class ArtifactUnsafe(Rule):
    """A mandatory artifact holds more than plain data: unpickling it would import something and could run it.

    A pickle can name any function, and `pickle.load` calls it. The mandatory artifacts are therefore not unpickled but
    decoded, and only the names of plain data may stand in them: containers, numbers, texts, dates, paths, scalars and
    arrays of numpy, time stamps of pandas. Everything else is reported by its name and the byte at which it stands,
    also where the pickle throws the outcome away; so is a pickle that hides what it would call. The finding stands
    where the worker names the model.

    A table of pandas or a model inside the dict isn't an attack, but loading it needs the same versions of those
    packages, and nobody can tell it from an attack without running it. Names that you know and trust can be accepted:
    `artifact-names` in the configuration.

    ## Why

    The stack unpickles the artifacts with its own rights. They are dicts of parameters, names and metrics (contracts
    1.5 and 1.8, mandatory artifacts); none of these needs code.

    ## Example

    ```python train/save_artifacts.py
    import pickle

    import pandas as pd


    def save(metrics: pd.DataFrame) -> None:
        with open("BaselineMetrics.pkl", "wb") as file:
            pickle.dump({"metrics": metrics}, file)
    ```

    ## Use instead

    ```python train/save_artifacts.py
    import pickle

    import pandas as pd


    def save(metrics: pd.DataFrame) -> None:
        with open("BaselineMetrics.pkl", "wb") as file:
            pickle.dump({"metrics": metrics.to_dict()}, file)
    ```

    ## In Portuguese

    Um artefato obrigatório guarda mais que dados simples: `pickle.load` importaria algo e poderia executá-lo.

    Um pickle pode indicar qualquer função, e `pickle.load` a chama. Por isso os artefatos obrigatórios não são
    carregados, e sim decodificados, e neles só podem estar os nomes de dados simples: contêineres, números, textos,
    datas, caminhos, escalares e arrays do numpy, datas e horas do pandas. Todo o resto é relatado pelo nome e pelo byte
    em que está, mesmo onde o pickle joga fora o resultado; e também o pickle que esconde o que chamaria. O resultado
    fica onde o worker indica o modelo.

    Uma tabela do pandas ou um modelo dentro do dict não é um ataque, mas para carregá-lo são necessárias as mesmas
    versões desses pacotes, e ninguém consegue distingui-lo de um ataque sem executá-lo. Nomes que você conhece e em que
    confia podem ser aceitos: `artifact-names` na configuração.

    ### Why

    A stack carrega os artefatos com os seus próprios direitos. São dicts de parâmetros, nomes e métricas (contratos 1.5
    e 1.8, artefatos obrigatórios); nada disso precisa de código.
    """

    code = "MLP808"
    name = "artifact-unsafe"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(
        en="A mandatory artifact would run code when unpickled; it was not unpickled.",
        pt="Um artefato obrigatório executaria código ao ser carregado; ele não foi carregado.",
    )
    messages = {
        "name": Message(
            Text(
                en="{artifact} of the model {model!r} is more than plain data: at byte {position} it names {name},"
                " which `pickle.load` would import and could call. It was not unpickled.",
                pt="{artifact}, do modelo {model!r}, é mais que dados simples: no byte {position} ele indica {name},"
                " que `pickle.load` importaria e poderia chamar. Ele não foi carregado.",
            ),
            _PLAIN_VALUES,
        ),
        "table": Message(
            Text(
                en="{artifact} of the model {model!r} is not plain data: at byte {position} it holds an object of"
                " pandas, {name}. It was not unpickled.",
                pt="{artifact}, do modelo {model!r}, não tem só dados simples: no byte {position} ele guarda um"
                " objeto do pandas, {name}. Ele não foi carregado.",
            ),
            Text(
                en="Convert it before you write it: `.to_dict()` for a table or column, `.tolist()` for an index,"
                " `float(x)` or `str(x)` for a single value.",
                pt="Converta antes de gravar: `.to_dict()` para uma tabela ou coluna, `.tolist()` para um índice,"
                " `float(x)` ou `str(x)` para um valor só.",
            ),
        ),
        "estimator": Message(
            Text(
                en="{artifact} of the model {model!r} is not plain data: at byte {position} it holds a model or a part"
                " of one, {name}. It was not unpickled.",
                pt="{artifact}, do modelo {model!r}, não tem só dados simples: no byte {position} ele guarda um"
                " modelo ou uma parte de um, {name}. Ele não foi carregado.",
            ),
            Text(
                en="The model belongs into the registry alone. Write its parameters instead: `str(model)`, or"
                " `get_params()` without the values that are models themselves.",
                pt="O modelo só deve estar no registro de modelos. Grave os parâmetros dele: `str(modelo)`, ou"
                " `get_params()` sem os valores que também são modelos.",
            ),
        ),
        "computed": Message(
            Text(
                en="{artifact} of the model {model!r} computes what it would call (instruction {instruction} at byte"
                " {position}), as no plain data does. It was not unpickled.",
                pt="{artifact}, do modelo {model!r}, calcula o que chamaria (instrução {instruction} no byte"
                " {position}), o que dados simples nunca fazem. Ele não foi carregado.",
            ),
            _NEVER_FROM_OTHERS,
        ),
        "opaque": Message(
            Text(
                en="{artifact} of the model {model!r} hides a part of what it would do (instruction {instruction} at"
                " byte {position}). It was not unpickled.",
                pt="{artifact}, do modelo {model!r}, esconde uma parte do que faria (instrução {instruction} no byte"
                " {position}). Ele não foi carregado.",
            ),
            _NEVER_FROM_OTHERS,
        ),
        "misused": Message(
            Text(
                en="{artifact} of the model {model!r} uses {name} as its library never does (byte {position}): loading"
                " it could crash or run something. It was not unpickled.",
                pt="{artifact}, do modelo {model!r}, usa {name} como a própria biblioteca nunca usa (byte {position}):"
                " carregá-lo poderia travar o processo ou executar algo. Ele não foi carregado.",
            ),
            _NEVER_FROM_OTHERS,
        ),
    }


def artifact_finding(problem: Problem, place: Place, *, model: str, artifact: str) -> Finding:
    """Return the finding for an artifact that was refused.

    Args:
        problem: Why it was.
        place: Where the worker names the model.
        model: The model's name.
        artifact: The file's name.
    """
    variant = problem.kind.value
    rule = ArtifactUnsafe if variant in ArtifactUnsafe.messages else ArtifactInvalid
    fields: dict[str, object] = {"model": model, "artifact": artifact, **problem.fields}
    return Finding(rule, variant, place, rule.severity, fields)
