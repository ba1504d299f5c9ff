"""Family 8: what only running the worker, or looking at its model, can tell. The dynamic checker reports these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.findings import Finding, Message, Severity
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from mlprodest_lint.findings import Place
    from mlprodest_lint.verify.refusals import Problem

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
