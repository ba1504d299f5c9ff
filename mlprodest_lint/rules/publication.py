"""Family 7: what is sent to be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.archive.refusal import Reason
from mlprodest_lint.contract import V1_5
from mlprodest_lint.findings import Message, Place, Severity
from mlprodest_lint.leftovers import EXCLUDED_CONTENT, NAMES, SECRETS, Kind
from mlprodest_lint.requirements import Requirements
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlprodest_lint.facts.source import UnreadableError
    from mlprodest_lint.findings import Finding
    from mlprodest_lint.workers import Publication


_STAYS_OUT = Text(
    en="This is {what}; it must stay out of what is published.",
    pt="Isto é {what}; deve ficar de fora do que é publicado.",
)
_LEAVE_SECRET_OUT = Text(
    en="Leave this file out of the publication, and replace the secret if it was sent already.",
    pt="Deixe este arquivo fora da publicação, e troque o segredo se ele já foi enviado.",
)


class ExcludedContent(Rule):
    """What is published holds something that must stay out of it.

    That is: a virtual environment, whatever its name; the folder `temp_area` of a worker or of the training code; a
    store of MLflow's runs (`mlruns`) or its tracking database; caches such as `__pycache__`; and the history of version
    control (`.git`). What lies in such a folder is not reported once more.

    ## Why

    The publication holds the two workers and the training code, without virtual environments and without `temp_area`
    (contracts 1.5 and 1.8, publication). The stack makes the environments from `requirements.txt` and has an MLflow of
    its own; what belongs to the author's machine only makes the archive large.

    ## Example

    ```tree
    publicar/
        treino/
            requirements.txt
            teste_mlflow.db  # MLP701
            treino.py
            mlruns/  # MLP701
        worker_pub/
            __init__.py
            meu_ambiente/  # MLP701
                pyvenv.cfg
            mytest_pub.py
            pub.py
            requirements.txt
            test_pub.py
        worker_retrain/
            __init__.py
            mytest_retrain.py
            requirements.txt
            retrain.py
            temp_area/  # MLP701
            test_retrain.py
            __pycache__/  # MLP701
    ```

    ## Use instead

    ```tree
    publicar/
        treino/
            requirements.txt
            treino.py
        worker_pub/
            __init__.py
            mytest_pub.py
            pub.py
            requirements.txt
            test_pub.py
        worker_retrain/
            __init__.py
            mytest_retrain.py
            requirements.txt
            retrain.py
            test_retrain.py
    ```

    ## In Portuguese

    O que é publicado contém algo que deve ficar de fora.

    Ou seja: um ambiente virtual, com qualquer nome; a pasta `temp_area` de um worker ou do código de treino; um
    repositório de execuções do MLflow (`mlruns`) ou o banco de dados de rastreamento dele; caches como `__pycache__`; e
    o histórico do controle de versão (`.git`). O que está dentro de uma dessas pastas não é relatado de novo.

    ### Why

    A publicação contém os dois workers e o código de treino, sem ambientes virtuais e sem `temp_area` (contratos 1.5 e
    1.8, publicação). A stack cria os ambientes a partir do `requirements.txt` e tem o próprio MLflow; o que é da
    máquina do autor só aumenta o arquivo.
    """

    code = "MLP701"
    name = "excluded-content"
    severity = Severity.ERROR
    summary = Text(en="Something that must stay out is published.", pt="Algo que deve ficar de fora vai na publicação.")
    messages = {
        kind.value: Message(
            _STAYS_OUT.around(what=NAMES[kind]),
            Text(
                en="Leave it out of the folder '{publication}', and of the archive that is made of it.",
                pt="Deixe-o de fora da pasta '{publication}', e do arquivo zip que é feito dela.",
            ),
        )
        for kind in sorted(EXCLUDED_CONTENT, key=lambda kind: kind.value)
    }

    def check_publication(self, publication: Publication) -> Iterator[Finding]:
        for leftover in publication.leftovers:
            if leftover.kind in EXCLUDED_CONTENT:
                yield self.finding(Place(leftover.path), leftover.kind.value, publication=V1_5.publication_folder)


class MissingTrainingCode(Rule):
    """No folder of training code lies beside the workers in what is published, or it has no usable `requirements.txt`.

    A folder beside the workers counts as training code if it uses MLflow, or, where none does, if it holds Python code
    or notebooks. Where there are several, one `requirements.txt` is enough.

    ## Why

    The publication holds `worker_pub`, `worker_retrain` and the folder of the training code, each with its own
    `requirements.txt` (contracts 1.5 and 1.8, publication).

    ## Example

    ```tree
    publicar/  # MLP702
        worker_pub/
            __init__.py
            mytest_pub.py
            pub.py
            requirements.txt
            test_pub.py
        worker_retrain/
            __init__.py
            mytest_retrain.py
            requirements.txt
            retrain.py
            test_retrain.py
    ```

    ```tree
    publicar/
        treino/  # MLP702
            treino.py
        worker_pub/
            __init__.py
            mytest_pub.py
            pub.py
            requirements.txt
            test_pub.py
        worker_retrain/
            __init__.py
            mytest_retrain.py
            requirements.txt
            retrain.py
            test_retrain.py
    ```

    ## Use instead

    ```tree
    publicar/
        treino/
            requirements.txt
            treino.py
        worker_pub/
            __init__.py
            mytest_pub.py
            pub.py
            requirements.txt
            test_pub.py
        worker_retrain/
            __init__.py
            mytest_retrain.py
            requirements.txt
            retrain.py
            test_retrain.py
    ```

    ## In Portuguese

    Não há uma pasta de código de treino ao lado dos workers no que é publicado, ou ela não tem um `requirements.txt`
    que sirva.

    Uma pasta ao lado dos workers conta como código de treino se usa o MLflow ou, quando nenhuma usa, se tem código
    Python ou notebooks. Quando há várias, basta um `requirements.txt`.

    ### Why

    A publicação contém `worker_pub`, `worker_retrain` e a pasta do código de treino, cada uma com o próprio
    `requirements.txt` (contratos 1.5 e 1.8, publicação).
    """

    code = "MLP702"
    name = "missing-training-code"
    severity = Severity.ERROR
    summary = Text(
        en="The training code or its requirements.txt isn't published.",
        pt="O código de treino ou o requirements.txt dele não vai na publicação.",
    )
    messages = {
        "no-folder": Message(
            Text(
                en="There is no folder of training code beside the workers; the publication needs one.",
                pt="Não há uma pasta de código de treino ao lado dos workers; a publicação precisa de uma.",
            ),
            Text(
                en="Put the folder of the scripts that register experiments in MLflow beside the workers.",
                pt="Inclua, ao lado dos workers, a pasta dos scripts que registram experimentos no MLflow.",
            ),
        ),
        "no-requirements": Message(
            Text(
                en="The training code has no '{file}'; the publication needs one for it too.",
                pt="O código de treino não tem '{file}'; a publicação precisa de um também para ele.",
            ),
            Text(
                en="Activate the training code's virtual environment and run `pip freeze > {file}` in '{folder}'.",
                pt="Ative o ambiente virtual do código de treino e execute `pip freeze > {file}` em '{folder}'.",
            ),
        ),
        "empty-requirements": Message(
            Text(
                en="The training code's '{file}' names no package.",
                pt="O '{file}' do código de treino não cita nenhum pacote.",
            ),
            Text(
                en="Activate the training code's virtual environment and run `pip freeze > {file}` in '{folder}'.",
                pt="Ative o ambiente virtual do código de treino e execute `pip freeze > {file}` em '{folder}'.",
            ),
        ),
    }

    def check_publication(self, publication: Publication) -> Iterator[Finding]:
        if not publication.workers:
            return  # what is there couldn't be unpacked
        if not publication.trainings:
            yield self.finding(Place(publication.root), "no-folder")
            return
        lacking = {folder: _lack(found) for folder, found in publication.training_requirements.items()}
        if all(lacking.values()):
            for folder, variant in lacking.items():
                yield self.finding(Place(folder), variant, file=V1_5.requirements_file, folder=folder.name)


class SecretFile(Rule):
    """A file with a secret goes along with what is published.

    That is: a `.env` in which a setting whose name says that it is a secret (`ACCESS_KEY`, `SECRET_KEY`, `PASSWORD`,
    `TOKEN`, `SENHA`, ...) has a value, or an address holds a password; a private key; and a file in which a program
    keeps credentials, such as `.netrc`, `.git-credentials`, `kaggle.json` or the key of a service account. A file whose
    values are empty or are to be filled in is none.

    ## Why

    Whoever receives the publication could use the secret; the stack has credentials of its own, which it hands to the
    workers through the environment (contracts 1.5 and 1.8, environment of the library).

    ## Example

    ```tree
    publicar/
        treino/
            requirements.txt
            treino.py
        worker_pub/
            .env
            __init__.py
            mytest_pub.py
            pub.py
            requirements.txt
            test_pub.py
        worker_retrain/
            __init__.py
            mytest_retrain.py
            requirements.txt
            retrain.py
            test_retrain.py
    ```

    ```text publicar/worker_pub/.env
    # MINIO DE TESTE  # MLP703
    MINIO=minio.exemplo.gov.br
    ACCESS_KEY=evasao
    SECRET_KEY=9f3c1a7b2e
    ```

    ## Use instead

    ```tree
    publicar/
        treino/
            requirements.txt
            treino.py
        worker_pub/
            .env.example
            __init__.py
            mytest_pub.py
            pub.py
            requirements.txt
            test_pub.py
        worker_retrain/
            __init__.py
            mytest_retrain.py
            requirements.txt
            retrain.py
            test_retrain.py
    ```

    ```text publicar/worker_pub/.env.example
    MINIO=minio.exemplo.gov.br
    ACCESS_KEY=
    SECRET_KEY=
    ```

    ## In Portuguese

    Um arquivo com um segredo vai junto com o que é publicado.

    Ou seja: um `.env` em que uma configuração cujo nome indica um segredo (`ACCESS_KEY`, `SECRET_KEY`, `PASSWORD`,
    `TOKEN`, `SENHA`, ...) tem valor, ou em que um endereço contém uma senha; uma chave privada; e um arquivo em que um
    programa guarda credenciais, como `.netrc`, `.git-credentials`, `kaggle.json` ou a chave de uma conta de serviço. Um
    arquivo com valores vazios ou a preencher não conta.

    ### Why

    Quem recebe a publicação poderia usar o segredo; a stack tem as próprias credenciais, que entrega aos workers pelo
    ambiente (contratos 1.5 e 1.8, ambiente da biblioteca).
    """

    code = "MLP703"
    name = "secret-file"
    severity = Severity.ERROR
    summary = Text(en="A file with a secret is published.", pt="Um arquivo com um segredo vai na publicação.")
    messages = {
        Kind.SECRET_SETTING.value: Message(
            Text(
                en="'{setting}' has a value here; secrets must stay out of what is published.",
                pt="'{setting}' tem valor aqui; segredos devem ficar de fora do que é publicado.",
            ),
            _LEAVE_SECRET_OUT,
        ),
        **{
            kind.value: Message(_STAYS_OUT.around(what=NAMES[kind]), _LEAVE_SECRET_OUT)
            for kind in (Kind.PRIVATE_KEY, Kind.CREDENTIALS)
        },
    }

    def check_publication(self, publication: Publication) -> Iterator[Finding]:
        for leftover in publication.leftovers:
            if leftover.kind in SECRETS:
                yield self.finding(Place(leftover.path), leftover.kind.value, setting=leftover.detail)


_WHY_REFUSED: Mapping[Reason, Text] = {
    Reason.ABSOLUTE: Text(en="its path is absolute", pt="o caminho dele é absoluto"),
    Reason.CLIMBING: Text(en="its path leads out of the folder ('..')", pt="o caminho dele sai da pasta ('..')"),
    Reason.BACKSLASH: Text(
        en="a backslash is no separator in an archive", pt="a barra invertida não é separador em um arquivo zip"
    ),
    Reason.BAD_NAME: Text(
        en="its name is empty, isn't decodable or holds control characters",
        pt="o nome dele é vazio, não pode ser decodificado ou tem caracteres de controle",
    ),
    Reason.BAD_ON_WINDOWS: Text(en="Windows has no such names", pt="o Windows não aceita nomes assim"),
    Reason.LONG_NAME: Text(en="its path is too long", pt="o caminho dele é longo demais"),
    Reason.DEEP: Text(en="it lies too many folders deep", pt="ele está dentro de pastas demais"),
    Reason.LINK: Text(en="it is a link", pt="ele é um link"),
    Reason.DEVICE: Text(en="it is a device, a pipe or a socket", pt="ele é um dispositivo, um pipe ou um socket"),
    Reason.DUPLICATE: Text(en="another member has the same path", pt="outro item do arquivo tem o mesmo caminho"),
    Reason.COLLISION: Text(
        en="another member's path differs only in letter case or in how accents are encoded",
        pt="o caminho de outro item só difere em maiúsculas e minúsculas ou na codificação dos acentos",
    ),
    Reason.FILE_AS_FOLDER: Text(
        en="one path is used as a file and as a folder", pt="um caminho é usado como arquivo e como pasta"
    ),
    Reason.ENCRYPTED: Text(en="it is encrypted", pt="ele está criptografado"),
    Reason.METHOD: Text(en="it is compressed otherwise than by deflate", pt="a compressão dele não é deflate"),
    Reason.OVERLAP: Text(
        en="it shares bytes of the archive with another member", pt="ele usa os mesmos bytes do arquivo que outro item"
    ),
    Reason.DISAGREEMENT: Text(
        en="the archive says different things about it", pt="o arquivo diz coisas diferentes sobre ele"
    ),
    Reason.STRAY: Text(
        en="bytes that belong to no member stand beside it", pt="há ao lado dele bytes que não são de nenhum item"
    ),
    Reason.LARGE: Text(
        en="the archive unpacks to more than 100 times its size, or to more than 2 GiB",
        pt="descompactado, o arquivo tem mais de 100 vezes o próprio tamanho, ou mais de 2 GiB",
    ),
    Reason.WRONG_CONTENT: Text(
        en="its content isn't what the archive says (size or checksum)",
        pt="o conteúdo dele não é o que o arquivo diz (tamanho ou soma de verificação)",
    ),
    Reason.UNWRITABLE: Text(en="this system can't write it", pt="este sistema não consegue gravá-lo"),
}
_NOT_UNPACKED = Text(en="'{member}' was not unpacked: {why}.", pt="'{member}' não foi descompactado: {why}.")
_MAKE_AGAIN = Text(
    en="Make the archive again: run `mlprodest-lint publish` in the project's folder.",
    pt="Gere o arquivo de novo: execute `mlprodest-lint publish` na pasta do projeto.",
)


class UnsafeArchive(Rule):
    """A member of the archive could do harm when it is unpacked, or isn't what the archive says.

    Such are: members that are absolute, climb out of the folder (`..`), or have a backslash or a control character in
    their names; links and devices; members that have the path of another one, or one that differs in letter case or in
    how accents are encoded only; encrypted and overlapping ones, those compressed otherwise than by deflate, those
    whose size, checksum or header is wrong, and those beside which bytes stand that belong to no member; and whatever
    unpacks to more than the limits: 50,000 members, 2 GiB, 100 times the size of the archive, paths of 1,000 characters
    and 40 folders. They are not unpacked; the rest is judged. At the archive, and the message names the member; no more
    than 100 are named. `mlprodest-lint publish` makes an archive that has none of this.

    ## Why

    An archive is unpacked where it is received. It must put there what its list says, in one folder, and nothing else
    (contracts 1.5 and 1.8, publication: `publicar.zip` holds a folder `publicar/`).

    ## Example

    ```zip publicar.zip
    publicar/treino/requirements.txt
    publicar/treino/treino.py
    publicar/worker_pub/__init__.py
    publicar/worker_pub/dados -> /srv/dados  # MLP704
    publicar/worker_pub/pub.py
    publicar/worker_pub/Pub.py  # MLP704
    publicar/../utils.py  # MLP704
    /etc/profile  # MLP704
    ```

    ## Use instead

    ```zip publicar.zip
    publicar/treino/requirements.txt
    publicar/treino/treino.py
    publicar/worker_pub/__init__.py
    publicar/worker_pub/dados/classes.csv
    publicar/worker_pub/pub.py
    publicar/worker_pub/utils.py
    ```

    ## In Portuguese

    Um item do arquivo zip pode causar danos ao ser descompactado, ou não é o que o arquivo diz.

    São eles: itens com caminho absoluto, que sai da pasta (`..`), ou com barra invertida ou caractere de controle no
    nome; links e dispositivos; itens com o caminho de outro, ou com um que só difere em maiúsculas e minúsculas ou na
    codificação dos acentos; itens criptografados ou sobrepostos, com compressão que não seja deflate, com tamanho, soma
    de verificação ou cabeçalho errado, ou ao lado dos quais há bytes que não são de nenhum item; e o que passa dos
    limites ao ser descompactado: 50.000 itens, 2 GiB, 100 vezes o tamanho do arquivo, caminhos de 1.000 caracteres e 40
    pastas. Eles não são descompactados; o resto é verificado. No arquivo, e a mensagem cita o item; no máximo 100 são
    citados. O `mlprodest-lint publish` gera um arquivo sem nada disso.

    ### Why

    Um arquivo é descompactado onde é recebido. Ele deve pôr ali o que a lista dele diz, em uma só pasta, e nada mais
    (contratos 1.5 e 1.8, publicação: o `publicar.zip` contém uma pasta `publicar/`).
    """

    code = "MLP704"
    name = "unsafe-archive"
    severity = Severity.ERROR
    summary = Text(
        en="A member of the archive can't be unpacked without harm.",
        pt="Um item do arquivo zip não pode ser descompactado sem risco.",
    )
    messages = {
        **{reason.value: Message(_NOT_UNPACKED.around(why=why), _MAKE_AGAIN) for reason, why in _WHY_REFUSED.items()},
        Reason.TOO_MANY.value: Message(
            Text(
                en="The archive was not unpacked: it holds more than 50,000 members.",
                pt="O arquivo não foi descompactado: tem mais de 50.000 itens.",
            ),
            Text(
                en="Leave out of it what isn't published, such as virtual environments and data.",
                pt="Deixe de fora o que não é publicado, como ambientes virtuais e dados.",
            ),
        ),
        Reason.MORE.value: Message(
            Text(
                en="{member} more members were not unpacked.",
                pt="Mais {member} itens não foram descompactados.",
            ),
            _MAKE_AGAIN,
        ),
    }

    def check_publication(self, publication: Publication) -> Iterator[Finding]:
        for refusal in publication.refusals:
            yield self.finding(Place(publication.top), refusal.reason.value, member=refusal.member)


def _lack(requirements: Requirements | UnreadableError | None) -> str:
    """Return the message that says what is wrong with the requirements of the training code, if anything surely is."""
    if requirements is None:
        return "no-requirements"
    return "empty-requirements" if isinstance(requirements, Requirements) and requirements.is_empty else ""
