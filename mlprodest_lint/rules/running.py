"""Family 8, what only shows while a worker runs. `verify` reports it, never `lint`."""

from __future__ import annotations

from mlprodest_lint.findings import Message, Severity
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text

_IN_TIME = Text(
    en="Let the worker load and answer within the time limit. If it takes longer by nature, give it more with"
    " --timeout.",
    pt="Faça o worker carregar e responder dentro do tempo limite. Se ele demora mais por natureza, dê-lhe mais"
    " tempo com --timeout.",
)
_DELETE_OWN = Text(
    en="Delete nothing but what the worker itself has written below `{temp}`.",
    pt="Não apague nada além do que o próprio worker gravou na `{temp}`.",
)
_BELOW_TEMP_AREA = Text(
    en="Write below `{temp}`, for example os.path.join('{temp}', '{name}').",
    pt="Grave dentro da `{temp}`, por exemplo os.path.join('{temp}', '{name}').",
)


class ImportFailed(Rule):
    """The main script can't be imported in the worker's own interpreter.

    The script is imported from the worker's folder, as the stack does it, with what is installed in the worker's
    environment. A module that is missing there, a mistake in a line that runs on import, and a call of `exit` count.

    ## Why

    The stack imports the main script to get at the worker's class (contracts 1.5 and 1.8, main script). What fails on
    the author's machine fails there.

    ## Example

    ```python worker_pub/utils.py
    PESOS = {"leve": 1, "grave": 3}
    PESO_PADRAO = PESOS["médio"]  # MLP801


    def limpa_textos(textos: list) -> list:
        return [" ".join(texto.split()) for texto in textos]
    ```

    ## Use instead

    ```python worker_pub/utils.py
    PESOS = {"leve": 1, "grave": 3}
    PESO_PADRAO = PESOS.get("médio", 2)


    def limpa_textos(textos: list) -> list:
        return [" ".join(texto.split()) for texto in textos]
    ```

    ## In Portuguese

    O script principal não pode ser importado no interpretador do próprio worker.

    O script é importado da pasta do worker, como a stack faz, com o que está instalado no ambiente do worker. Contam um
    módulo que falta ali, um erro em uma linha que executa na importação e uma chamada de `exit`.

    ### Why

    A stack importa o script principal para chegar à classe do worker (contratos 1.5 e 1.8, script principal). O que
    falha na máquina do autor falha lá.
    """

    code = "MLP801"
    name = "import-failed"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(
        en="The main script can't be imported in the worker's own interpreter.",
        pt="O script principal não pode ser importado no interpretador do worker.",
    )
    messages = {
        "raised": Message(
            Text(
                en="'{script}' can't be imported: {error}.",
                pt="Não é possível importar '{script}': {error}.",
            ),
            Text(
                en="Correct this line. If a package is missing, add it to requirements.txt and install it into the"
                " worker's environment: `pip install -r requirements.txt`.",
                pt="Corrija esta linha. Se falta um pacote, inclua-o no requirements.txt e instale-o no ambiente do"
                " worker: `pip install -r requirements.txt`.",
            ),
        ),
        "exit": Message(
            Text(
                en="'{script}' ends the program when it is imported ({error}), and would end the stack.",
                pt="'{script}' encerra o programa ao ser importado ({error}) e encerraria a stack.",
            ),
            Text(
                en="Take the call of `exit` out of what runs on import; raise an exception where something is wrong.",
                pt="Tire a chamada de `exit` do que executa na importação; levante uma exceção onde algo está errado.",
            ),
        ),
        "foreign": Message(
            Text(
                en="Instead of '{script}' of this folder, '{error}' was imported.",
                pt="Em vez de '{script}' desta pasta, foi importado '{error}'.",
            ),
            Text(
                en="Put the script into the worker's folder, under exactly this name.",
                pt="Ponha o script na pasta do worker, com exatamente este nome.",
            ),
        ),
        "no-models": Message(
            Text(
                en="'{file}' names no main script, so there is nothing to import.",
                pt="'{file}' não indica nenhum script principal, e não há o que importar.",
            ),
            Text(
                en="Write a section for each model, with the key `source_file`.",
                pt="Escreva uma seção para cada modelo, com a chave `source_file`.",
            ),
        ),
    }


class InstantiationFailed(Rule):
    """The class can't be instantiated.

    It is given what the stack gives it: nothing in contract 1.5; in contract 1.8 what the section of `params.conf`
    says. Where the constructor fails because the production model can't be loaded, that is model-not-loadable (MLP805)
    instead.

    ## Why

    The stack makes one object of the class when it starts, and calls its methods (contracts 1.5 and 1.8, constructor).

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def __init__(self):
            with open("limiares.txt", encoding="utf-8") as arquivo:  # MLP802
                self.__limiares = arquivo.read().split()

        def predict(self, dataset: list) -> list:
            return [self.__limiares[0] for _ in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"acertos": self.predict(data_features) == data_targets}

        def get_model_info(self) -> dict:
            return {"limiares": self.__limiares}
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def __init__(self):
            self.__limiares = ["0.5"]

        def predict(self, dataset: list) -> list:
            return [self.__limiares[0] for _ in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"acertos": self.predict(data_features) == data_targets}

        def get_model_info(self) -> dict:
            return {"limiares": self.__limiares}
    ```

    ## In Portuguese

    A classe não pode ser instanciada.

    Ela recebe o que a stack lhe dá: nada no contrato 1.5; no contrato 1.8, o que a seção do `params.conf` diz. Quando o
    construtor falha porque o modelo em produção não pode ser carregado, a violação é model-not-loadable (MLP805).

    ### Why

    A stack cria um objeto da classe quando começa e chama os métodos dele (contratos 1.5 e 1.8, construtor).
    """

    code = "MLP802"
    name = "instantiation-failed"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(en="The class can't be instantiated.", pt="A classe não pode ser instanciada.")
    messages = {
        "raised": Message(
            Text(
                en="'{class_name}' can't be instantiated: {error}.",
                pt="Não é possível instanciar '{class_name}': {error}.",
            ),
            Text(
                en="Correct what the constructor does here; files that it reads must stand in the worker's folder.",
                pt="Corrija o que o construtor faz aqui; os arquivos que ele lê precisam estar na pasta do worker.",
            ),
        ),
        "exit": Message(
            Text(
                en="The constructor of '{class_name}' ends the program ({error}), and would end the stack.",
                pt="O construtor de '{class_name}' encerra o programa ({error}) e encerraria a stack.",
            ),
            Text(
                en="Raise an exception that says what is wrong, instead of calling `exit`.",
                pt="Levante uma exceção que diga o que está errado, em vez de chamar `exit`.",
            ),
        ),
        "no-class": Message(
            Text(
                en="'{script}' has been imported, and has no class '{class_name}'.",
                pt="'{script}' foi importado e não tem a classe '{class_name}'.",
            ),
            Text(
                en="Define the class under exactly this name, where it always comes to be.",
                pt="Defina a classe com exatamente este nome, em um lugar em que ela sempre passe a existir.",
            ),
        ),
        "no-interface": Message(
            Text(
                en="'{class_name}' doesn't derive from the interface '{interface}'.",
                pt="'{class_name}' não deriva da interface '{interface}'.",
            ),
            Text(
                en="Write `class {class_name}({interface}):`, with the interface from mllibprodest.interfaces.",
                pt="Escreva `class {class_name}({interface}):`, com a interface importada de mllibprodest.interfaces.",
            ),
        ),
    }


class ReturnType(Rule):
    """A method returned another type than the contract's.

    Called are the methods that need no data: `get_model_info` and the others that begin with `get_`. An empty `str`
    counts too, and so does an exception. In contract 1.8, where a `str` is an error message for the client, a
    `str` from `get_model_info` counts: here nothing was asked that could be wrong.

    ## Why

    The stack hands what these methods return to clients, or asks MLflow with it (contracts 1.5 and 1.8, methods).

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def __init__(self):
            self.__info = [("nome", "triagem")]

        def predict(self, dataset: list) -> list:
            return [0 for _ in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"acertos": self.predict(data_features) == data_targets}

        def get_model_info(self) -> dict:  # MLP803
            return self.__info
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def __init__(self):
            self.__info = [("nome", "triagem")]

        def predict(self, dataset: list) -> list:
            return [0 for _ in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"acertos": self.predict(data_features) == data_targets}

        def get_model_info(self) -> dict:
            return dict(self.__info)
    ```

    ## In Portuguese

    Um método devolveu outro tipo que não o do contrato.

    São chamados os métodos que não precisam de dados: `get_model_info` e os outros que começam com `get_`. Um `str`
    vazio também conta, assim como uma exceção. No contrato 1.8, em que um `str` é uma mensagem de erro para o cliente,
    um `str` de `get_model_info` conta: aqui não foi pedido nada que pudesse estar errado.

    ### Why

    A stack entrega aos clientes o que esses métodos devolvem, ou consulta o MLflow com isso (contratos 1.5 e 1.8,
    métodos).
    """

    code = "MLP803"
    name = "return-type"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(
        en="A method returned another type than the contract's.",
        pt="Um método devolveu outro tipo que não o do contrato.",
    )
    messages = {
        "type": Message(
            Text(
                en="'{method}' must return {wanted}, and returned {error}.",
                pt="'{method}' deve devolver {wanted} e devolveu {error}.",
            ),
            Text(
                en="Return a value of the type {wanted}.",
                pt="Devolva um valor do tipo {wanted}.",
            ),
        ),
        "empty": Message(
            Text(
                en="'{method}' returned an empty str: {error}.",
                pt="'{method}' devolveu um str vazio: {error}.",
            ),
            Text(
                en="Return what the method is asked for, as {wanted}.",
                pt="Devolva o que o método deve informar, como {wanted}.",
            ),
        ),
        "message": Message(
            Text(
                en="'{method}' returned a str, which clients get as an error message: {error}.",
                pt="'{method}' devolveu um str, que chega aos clientes como mensagem de erro: {error}.",
            ),
            Text(
                en="Return a dict. If the text says that something is wrong, correct that.",
                pt="Devolva um dict. Se o texto diz que algo está errado, corrija isso.",
            ),
        ),
        "raised": Message(
            Text(
                en="'{method}' must return {wanted}, and failed: {error}.",
                pt="'{method}' deve devolver {wanted} e falhou: {error}.",
            ),
            Text(
                en="Correct what the method does here; it is called with no data.",
                pt="Corrija o que o método faz aqui; ele é chamado sem dados.",
            ),
        ),
        "exit": Message(
            Text(
                en="'{method}' ends the program ({error}), and would end the stack.",
                pt="'{method}' encerra o programa ({error}) e encerraria a stack.",
            ),
            Text(
                en="Return {wanted}, or raise an exception, instead of calling `exit`.",
                pt="Devolva {wanted} ou levante uma exceção, em vez de chamar `exit`.",
            ),
        ),
    }


class ModelNotLoadable(Rule):
    """The production model can't be loaded.

    It is loaded in the worker's own environment: by the constructor of the `worker_pub`; for the `worker_retrain` under
    the name that `get_model_name` returns. That the registry doesn't answer counts, and so does a model that needs
    other packages, or other versions of them, than are installed there.

    ## Why

    The stack loads the model in production when it starts (contracts 1.5 and 1.8, `load_model`).

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def __init__(self):
            self.__modelo = self.load_model("Triagem_Manifestacoes")  # MLP805

        def predict(self, dataset: list) -> list:
            return self.__modelo.predict(dataset).tolist()

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"acertos": self.predict(data_features) == data_targets}

        def get_model_info(self) -> dict:
            return {"nome": "triagem_manifestacoes"}
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def __init__(self):
            self.__modelo = self.load_model("triagem_manifestacoes")

        def predict(self, dataset: list) -> list:
            return self.__modelo.predict(dataset).tolist()

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"acertos": self.predict(data_features) == data_targets}

        def get_model_info(self) -> dict:
            return {"nome": "triagem_manifestacoes"}
    ```

    ## In Portuguese

    O modelo em produção não pode ser carregado.

    Ele é carregado no ambiente do próprio worker: pelo construtor do `worker_pub`; para o `worker_retrain`, com o nome
    que `get_model_name` devolve. Conta quando o registro não responde, e também um modelo que precisa de outros
    pacotes, ou de outras versões deles, que não as instaladas ali.

    ### Why

    A stack carrega o modelo em produção quando começa (contratos 1.5 e 1.8, `load_model`).
    """

    code = "MLP805"
    name = "model-not-loadable"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(
        en="The production model can't be loaded.",
        pt="O modelo em produção não pode ser carregado.",
    )
    messages = {
        "raised": Message(
            Text(
                en="The production model '{model}' can't be loaded: {error}.",
                pt="Não é possível carregar o modelo em produção '{model}': {error}.",
            ),
            Text(
                en="Compare the name with the registry's, letter by letter, and the worker's requirements.txt with the"
                " versions that trained the model.",
                pt="Compare o nome com o do registro, letra por letra, e o requirements.txt do worker com as versões"
                " que treinaram o modelo.",
            ),
        ),
    }


class WorkerTimeout(Rule):
    """The worker didn't finish in time, or died.

    That it ends its own process, is killed by the system, crashes in native code, fills the disk, floods its output,
    divides itself or leaves processes behind counts too. The line is the one where it was last seen.

    ## Why

    The stack runs a worker for as long as it is published; one that hangs or dies takes the service with it (contracts
    1.5 and 1.8, worker).

    ## Example

    ```python worker_pub/utils.py
    import os


    def limpa_textos(textos: list) -> list:
        return [" ".join(texto.split()) for texto in textos]


    def confere_memoria() -> None:
        os.abort()  # MLP809


    confere_memoria()
    ```

    ## Use instead

    ```python worker_pub/utils.py
    def limpa_textos(textos: list) -> list:
        return [" ".join(texto.split()) for texto in textos]
    ```

    ## In Portuguese

    O worker não terminou a tempo, ou morreu.

    Também conta quando ele encerra o próprio processo, é morto pelo sistema, quebra em código nativo, enche o disco,
    inunda a saída, divide-se em dois ou deixa processos para trás. A linha é aquela em que ele foi visto por último.

    ### Why

    A stack executa um worker enquanto ele estiver publicado; um que trava ou morre leva o serviço junto (contratos 1.5
    e 1.8, worker).
    """

    code = "MLP809"
    name = "timeout"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(
        en="The worker didn't finish in time, or died.",
        pt="O worker não terminou a tempo, ou morreu.",
    )
    messages = {
        "time": Message(
            Text(
                en="The worker didn't finish within {seconds:g} seconds; it was at `{step}`.",
                pt="O worker não terminou em {seconds:g} segundos; estava em `{step}`.",
            ),
            _IN_TIME,
        ),
        "signal": Message(
            Text(
                en="The worker's process was killed ({signal}) at `{step}`.",
                pt="O processo do worker foi morto ({signal}) em `{step}`.",
            ),
            Text(
                en="See what native code or what signal ends it here; the memory limit may be it too.",
                pt="Veja que código nativo ou que sinal o encerra aqui; o limite de memória também pode ser a causa.",
            ),
        ),
        "ended": Message(
            Text(
                en="The worker's process ended by itself (status {status}) at `{step}`.",
                pt="O processo do worker terminou sozinho (status {status}) em `{step}`.",
            ),
            Text(
                en="Don't end the process (`os._exit`, `os.exec…`), and leave file descriptors alone that the worker"
                " hasn't opened.",
                pt="Não encerre o processo (`os._exit`, `os.exec…`) nem mexa em descritores de arquivo que o worker não"
                " abriu.",
            ),
        ),
        "output": Message(
            Text(
                en="The worker printed more than {most} MB and was ended at `{step}`.",
                pt="O worker imprimiu mais de {most} MB e foi encerrado em `{step}`.",
            ),
            Text(
                en="Print less; write what must be kept to the log.",
                pt="Imprima menos; escreva no log o que precisa ser guardado.",
            ),
        ),
        "disk": Message(
            Text(
                en="The worker wrote more than {most} MB, and was stopped at `{step}`.",
                pt="O worker gravou mais de {most} MB e foi interrompido em `{step}`.",
            ),
            Text(
                en="Write less, and delete from temp_area what isn't needed any more.",
                pt="Grave menos e apague da temp_area o que não é mais necessário.",
            ),
        ),
        "left": Message(
            Text(
                en="The worker left processes behind, which were killed: {processes}.",
                pt="O worker deixou processos para trás, que foram mortos: {processes}.",
            ),
            Text(
                en="Wait for each process that the worker starts, or end it, before the method returns.",
                pt="Espere por cada processo que o worker inicia, ou encerre-o, antes de o método terminar.",
            ),
        ),
        "forked": Message(
            Text(
                en="The worker's process divided itself, and both went on with the work at `{step}`.",
                pt="O processo do worker dividiu-se em dois, e ambos continuaram o trabalho em `{step}`.",
            ),
            Text(
                en="End the child of `os.fork` with `os._exit` where its work is done, or use `multiprocessing`.",
                pt="Encerre o filho do `os.fork` com `os._exit` onde o trabalho dele acaba, ou use `multiprocessing`.",
            ),
        ),
        "garbage": Message(
            Text(
                en="The worker wrote to a file descriptor that it hasn't opened: {text!r}.",
                pt="O worker escreveu em um descritor de arquivo que não abriu: {text!r}.",
            ),
            Text(
                en="Write to files that the worker opens itself, below temp_area, not to descriptors by number.",
                pt="Escreva em arquivos que o próprio worker abre, na temp_area, e não em descritores pelo número.",
            ),
        ),
        "unstartable": Message(
            Text(
                en="The worker's process couldn't be started: {reason}.",
                pt="Não foi possível iniciar o processo do worker: {reason}.",
            ),
            Text(
                en="See that the interpreter of the worker's environment can be run.",
                pt="Veja se o interpretador do ambiente do worker pode ser executado.",
            ),
        ),
    }


class WroteOutside(Rule):
    """While it ran, the worker wrote outside `temp_area`.

    Files and folders that were created, changed, renamed or deleted count. The line is the worker's own that did it;
    where native code wrote past Python (as `DataFrame.to_parquet` does), the file is reported without a line.

    Not counted are the caches and temporary files that libraries make by themselves outside the worker's folder, the
    log of `make_log`, and the folder `mlruns` of a retraining.

    ## Why

    Files are written under `temp_area` and nowhere else; the rest of the worker's folder may be read-only, and is
    thrown away (contracts 1.5 and 1.8, `temp_area`).

    ## Example

    ```python worker_pub/utils.py
    import os

    PASTA = os.environ.get("PASTA_DE_CACHE", "cache")
    os.makedirs(PASTA, exist_ok=True)  # MLP810


    def limpa_textos(textos: list) -> list:
        return [" ".join(texto.split()) for texto in textos]
    ```

    ## Use instead

    ```python worker_pub/utils.py
    import os

    PASTA = os.path.join("temp_area", "cache")
    os.makedirs(PASTA, exist_ok=True)


    def limpa_textos(textos: list) -> list:
        return [" ".join(texto.split()) for texto in textos]
    ```

    ## In Portuguese

    Durante a execução, o worker gravou fora da `temp_area`.

    Contam arquivos e pastas criados, alterados, renomeados ou apagados. A linha é a do próprio worker que fez isso;
    quando código nativo gravou sem passar pelo Python (como faz `DataFrame.to_parquet`), o arquivo é indicado sem a
    linha.

    Não contam os caches e arquivos temporários que as bibliotecas criam por conta própria fora da pasta do worker, o
    log de `make_log` e a pasta `mlruns` de um retreino.

    ### Why

    Os arquivos são gravados na `temp_area` e em nenhum outro lugar; o resto da pasta do worker pode ser somente leitura
    e é descartado (contratos 1.5 e 1.8, `temp_area`).
    """

    code = "MLP810"
    name = "wrote-outside"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(
        en="While it ran, the worker wrote outside `temp_area`.",
        pt="Durante a execução, o worker gravou fora da `temp_area`.",
    )
    messages = {
        "written": Message(
            Text(
                en="While it ran, the worker wrote '{path}', which lies outside {temp}.",
                pt="Durante a execução, o worker gravou '{path}', que fica fora da {temp}.",
            ),
            _BELOW_TEMP_AREA,
        ),
        "written-several": Message(
            Text(
                en="While it ran, the worker wrote '{path}' and {more} more outside {temp}.",
                pt="Durante a execução, o worker gravou '{path}' e mais {more} fora da {temp}.",
            ),
            _BELOW_TEMP_AREA,
        ),
        "deleted": Message(
            Text(
                en="While it ran, the worker deleted or moved away '{path}', which lies outside {temp}.",
                pt="Durante a execução, o worker apagou ou moveu '{path}', que fica fora da {temp}.",
            ),
            _DELETE_OWN,
        ),
        "deleted-several": Message(
            Text(
                en="While it ran, the worker deleted or moved away '{path}' and {more} more outside {temp}.",
                pt="Durante a execução, o worker apagou ou moveu '{path}' e mais {more} fora da {temp}.",
            ),
            _DELETE_OWN,
        ),
        "denied": Message(
            Text(
                en="While it ran, the worker wanted to write '{path}', which lies outside {temp} and was refused.",
                pt="Durante a execução, o worker quis gravar '{path}', que fica fora da {temp}; isso foi recusado.",
            ),
            _BELOW_TEMP_AREA,
        ),
        "created": Message(
            Text(
                en="While it ran, '{path}' appeared in the worker's folder, outside {temp}.",
                pt="Durante a execução, '{path}' apareceu na pasta do worker, fora da {temp}.",
            ),
            _BELOW_TEMP_AREA,
        ),
        "changed": Message(
            Text(
                en="While it ran, '{path}' of the worker's folder was changed.",
                pt="Durante a execução, '{path}' da pasta do worker foi alterado.",
            ),
            _BELOW_TEMP_AREA,
        ),
        "gone": Message(
            Text(
                en="While it ran, '{path}' of the worker's folder was deleted.",
                pt="Durante a execução, '{path}' da pasta do worker foi apagado.",
            ),
            _DELETE_OWN,
        ),
    }


class CustomTestFailed(Rule):
    """The user's own `test` raised.

    In contract 1.5 it is called with nothing, in contract 1.8 with a dict that holds the object of each model by the
    model's name.

    ## Why

    The standard tests run the author's own test, and refuse the worker when it fails (contracts 1.5 and 1.8,
    `mytest_*.py`).

    ## Example

    ```python worker_pub/mytest_pub.py
    from utils import limpa_textos


    def test():
        assert limpa_textos(["  dois   espaços "]) == ["dois  espaços"]  # MLP811
    ```

    ## Use instead

    ```python worker_pub/mytest_pub.py
    from utils import limpa_textos


    def test():
        assert limpa_textos(["  dois   espaços "])
    ```

    ## In Portuguese

    A função `test` do próprio usuário levantou uma exceção.

    No contrato 1.5 ela é chamada sem nada; no contrato 1.8, com um dict que traz o objeto de cada modelo pelo nome do
    modelo.

    ### Why

    Os testes padrão executam o teste do autor e recusam o worker quando ele falha (contratos 1.5 e 1.8, `mytest_*.py`).
    """

    code = "MLP811"
    name = "custom-test-failed"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(en="The user's own `test` raised.", pt="A função `test` do usuário levantou uma exceção.")
    messages = {
        "raised": Message(
            Text(
                en="The test of '{script}' failed: {error}.",
                pt="O teste de '{script}' falhou: {error}.",
            ),
            Text(
                en="Correct the worker, or what the test expects of it. --no-tests leaves the test out.",
                pt="Corrija o worker, ou o que o teste espera dele. --no-tests deixa o teste de fora.",
            ),
        ),
        "exit": Message(
            Text(
                en="The test of '{script}' ends the program ({error}), and would end the standard tests.",
                pt="O teste de '{script}' encerra o programa ({error}) e encerraria os testes padrão.",
            ),
            Text(
                en="Let the function return; use `assert`, or raise an exception, where something is wrong.",
                pt="Deixe a função terminar; use `assert` ou levante uma exceção onde algo está errado.",
            ),
        ),
        "no-test": Message(
            Text(
                en="'{script}' has been imported, and has no function '{function}'.",
                pt="'{script}' foi importado e não tem a função '{function}'.",
            ),
            Text(
                en="Define the function '{function}' at the top of the script.",
                pt="Defina a função '{function}' no nível mais externo do script.",
            ),
        ),
        "foreign": Message(
            Text(
                en="Instead of '{script}' of this folder, '{error}' was imported.",
                pt="Em vez de '{script}' desta pasta, foi importado '{error}'.",
            ),
            Text(
                en="Put the script into the worker's folder, under exactly this name.",
                pt="Ponha o script na pasta do worker, com exatamente este nome.",
            ),
        ),
    }


class ImportedOutside(Rule):
    """While it ran, the worker imported code from outside its folder and its environment.

    Code in the worker's folder, in the interpreter's own folders and in its virtual environment may be imported.

    ## Why

    The worker runs from inside its folder, on a machine where nothing else of the project is (contracts 1.5 and 1.8,
    worker).

    ## Example

    ```python worker_pub/utils.py
    import os
    import sys

    sys.path.append(os.environ.get("PASTA_DO_TREINO", "/opt/treino-compartilhado"))
    from limpeza import limpa_textos  # MLP812
    ```

    ## Use instead

    ```python worker_pub/utils.py
    def limpa_textos(textos: list) -> list:
        return [" ".join(texto.split()) for texto in textos]
    ```

    ## In Portuguese

    Durante a execução, o worker importou código de fora da sua pasta e do seu ambiente.

    Pode ser importado o código que está na pasta do worker, nas pastas do próprio interpretador e no ambiente virtual.

    ### Why

    O worker executa de dentro da sua pasta, em uma máquina em que não há mais nada do projeto (contratos 1.5 e 1.8,
    worker).
    """

    code = "MLP812"
    name = "imported-outside"
    severity = Severity.ERROR
    found_by_running = True
    summary = Text(
        en="While it ran, the worker imported code from outside its folder and its environment.",
        pt="Durante a execução, o worker importou código de fora da sua pasta e do seu ambiente.",
    )
    messages = {
        "": Message(
            Text(
                en="While it ran, the worker imported '{path}', which is neither in its folder nor in its environment.",
                pt="Durante a execução, o worker importou '{path}', que não está na sua pasta nem no seu ambiente.",
            ),
            Text(
                en="Copy the code into the worker's folder, or install the package and name it in requirements.txt.",
                pt="Copie o código para a pasta do worker, ou instale o pacote e indique-o no requirements.txt.",
            ),
        ),
    }
