"""The commands and their options.

Each command imports what it needs when it runs: the parser of Python files alone takes longer to import than everything
that `--version`, `--help`, `explain` and `rules` do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from mlprodest_lint import __version__
from mlprodest_lint.cli.localised import Command, OneOf, Option, Program, help_option
from mlprodest_lint.cli.status import CLEAN
from mlprodest_lint.cli.streams import wants_color, write_out
from mlprodest_lint.contractversions import CONTRACT_VERSIONS
from mlprodest_lint.report import FORMATS
from mlprodest_lint.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from mlprodest_lint.cli.running import Running

NAME = "mlprodest-lint"

_RULES = Text(en="Rules", pt="Regras")
_FILES = Text(en="Files", pt="Arquivos")
_CONFIGURATION = Text(en="Configuration", pt="Configuração")
_OUTPUT = Text(en="Output", pt="Saída")
_STATUS = Text(en="Exit status", pt="Código de saída")
_CACHE = Text(en="Cache", pt="Memória (cache)")
_REGISTRY = Text(en="Model", pt="Modelo")
_RUN = Text(en="Run", pt="Execução")
_HELP = Text(en="Help", pt="Ajuda")

_PATHS = Text(en="[PATHS]...", pt="[CAMINHOS]...")
_RULE = Text(en="RULE", pt="REGRA")
_RULE_NAMES = Text(en="RULES", pt="REGRAS")
_FILE = Text(en="FILE", pt="ARQUIVO")
_FOLDER = Text(en="FOLDER", pt="PASTA")
_THE_FOLDER = Text(en="[FOLDER]", pt="[PASTA]")
_SECONDS = Text(en="SECONDS", pt="SEGUNDOS")
_THE_PROJECT = Text(en="[PROJECT]", pt="[PROJETO]")
_PATH = Text(en="PATH", pt="CAMINHO")
_MODEL = Text(en="NAME", pt="NOME")

_ABOUT = Text(
    en="Finds what would make the publication of a worker (worker_pub, worker_retrain) fail, before it is sent.\n\n"
    "A path is a worker folder, a project folder, a file of a worker, or an archive (publicar.zip); without one, the"
    " working directory is meant."
    " A path that is called like a command is given as ./rules, or after `lint`.",
    pt="Encontra o que faria a publicação de um worker (worker_pub, worker_retrain) falhar, antes do envio.\n\n"
    "Um caminho é a pasta de um worker, a pasta de um projeto, um arquivo de um worker ou um publicar.zip; sem caminho,"
    " vale a pasta atual. Um caminho com nome de comando é escrito como ./rules, ou depois de `lint`.",
)
_ABOUT_LINT = Text(
    en="Check workers; the default command.\n\n"
    "The exit status is 0 if nothing was found, 1 if an error was found (with --strict, a warning too), 2 if the"
    " options or the configuration are wrong, 3 if mlprodest-lint itself has a defect.",
    pt="Verifica workers; é o comando padrão.\n\n"
    "O código de saída é 0 se nada foi encontrado, 1 se foi encontrado um erro (com --strict, também um aviso), 2 se"
    " as opções ou a configuração estão erradas, 3 se o próprio mlprodest-lint tem um defeito.",
)
_ABOUT_EXPLAIN = Text(
    en="Explain a rule: what it finds, why, with an example and how to suppress it.",
    pt="Explica uma regra: o que encontra, por quê, com exemplo e como suprimir.",
)
_ABOUT_RULES = Text(en="List all rules.", pt="Lista todas as regras.")
_ABOUT_CLEAN = Text(
    en="Delete what earlier runs have kept (the cache).", pt="Apaga o que execuções anteriores guardaram (o cache)."
)

_ABOUT_INIT = Text(
    en="Write the project that an author starts from, or what is missing in one.\n\n"
    "In the folder, by default the working directory: both workers, the training code, and what checks them at a commit"
    " and in continuous integration. A folder named worker_pub or worker_retrain gets the files of that worker alone."
    " No file that exists is changed.",
    pt="Grava o projeto de que um autor parte, ou o que falta em um.\n\n"
    "Na pasta, por padrão a atual: os dois workers, o código de treino e o que os verifica no commit e na integração"
    " contínua. Uma pasta chamada worker_pub ou worker_retrain recebe só os arquivos desse worker. Nenhum arquivo"
    " existente é alterado.",
)
_ABOUT_VERIFY = Text(
    en="Run workers and look at their production models.\n\n"
    "Finds the version of the model that is in production in MLflow, examines its three artifacts without unpickling"
    " them, and runs each worker in its own virtual environment, on a copy and held in: nothing of yours is changed. No"
    " server needs to run. A path is a worker folder or a project; without one, the working directory is meant.\n\n"
    "The exit status is that of `lint`.",
    pt="Executa os workers e confere os modelos em produção.\n\n"
    "Encontra no MLflow a versão do modelo que está em produção, examina os três artefatos sem abri-los com o pickle e"
    " executa cada worker no ambiente virtual dele, em uma cópia e contido: nada seu é alterado. Nenhum servidor"
    " precisa estar no ar. Um caminho é a pasta de um worker ou de um projeto; sem caminho, vale a pasta atual.\n\n"
    "O código de saída é o do `lint`.",
)
_ABOUT_REPORT = Text(
    en="Write a page about what was found, for whoever decides on a publication.\n\n"
    "The page (HTML) holds the verdict, what must be done with the places in the source, and what was checked. It needs"
    " no network and no other file. The exit status is that of `lint`: 1 if an error was found; the page is written all"
    " the same. With SOURCE_DATE_EPOCH set, the same content gives the same bytes.",
    pt="Grava uma página sobre o que foi encontrado, para quem decide sobre uma publicação.\n\n"
    "A página (HTML) mostra o veredito, o que precisa ser feito com os lugares no código, e o que foi verificado. Não"
    " precisa de rede nem de outro arquivo. O código de saída é o de `lint`: 1 se foi encontrado um erro; a página é"
    " gravada mesmo assim. Com SOURCE_DATE_EPOCH definida, o mesmo conteúdo dá os mesmos bytes.",
)
_ABOUT_PUBLISH = Text(
    en="Write publicar.zip, the archive that is sent to Prodest.\n\n"
    "The project, by default the working directory, is checked first; with any error nothing is written, and the exit"
    " status is 1. In go both workers and the training code, without virtual environments, temp_area, caches, mlruns,"
    " tracking databases, secrets, and what .gitignore or the configuration leaves out. The command says what goes in"
    " and what doesn't. The same content gives the same bytes.",
    pt="Grava o publicar.zip, o arquivo que é enviado ao Prodest.\n\n"
    "Antes, o projeto, por padrão a pasta atual, é verificado; com qualquer erro nada é gravado, e o código de saída é"
    " 1. Entram os dois workers e o código de treino, sem ambientes virtuais, temp_area, caches, mlruns, bancos de"
    " dados de rastreamento, segredos e o que o .gitignore ou a configuração deixa de fora. O comando diz o que entra e"
    " o que não entra. O mesmo conteúdo dá os mesmos bytes.",
)
_ABOUT_REQUIREMENTS = Text(
    en="Print the requirements.txt of a worker or of the training code, with what it lacks.\n\n"
    "In the folder, by default the working directory, the virtual environment is read: what is imported, and all that"
    " it needs, is pinned as installed. What stands in the file is kept, with its order and comments. The exit status"
    " is 1 if something is left to do, such as a version that isn't known.",
    pt="Mostra o requirements.txt de um worker ou do código de treino, com o que falta nele.\n\n"
    "Na pasta, por padrão a atual, é lido o ambiente virtual: o que é importado, e tudo de que isso precisa, é fixado"
    " na versão instalada. O que está no arquivo é mantido, inclusive a ordem e os comentários. O código de saída é 1"
    " se resta algo a fazer, como uma versão que não é conhecida.",
)
_ABOUT_COMPLETION = Text(
    en="Print what makes a shell complete commands, options, and codes and names of rules.\n\n"
    'bash: put `eval "$(mlprodest-lint completion bash)"` into ~/.bashrc. zsh: the same with zsh, into ~/.zshrc, after'
    " compinit. fish: `mlprodest-lint completion fish > ~/.config/fish/completions/mlprodest-lint.fish`.",
    pt="Mostra o que faz um shell completar comandos, opções, e códigos e nomes de regras.\n\n"
    'bash: ponha `eval "$(mlprodest-lint completion bash)"` no ~/.bashrc. zsh: o mesmo com zsh, no ~/.zshrc, depois de'
    " compinit. fish: `mlprodest-lint completion fish > ~/.config/fish/completions/mlprodest-lint.fish`.",
)

_LANGUAGE = Option(
    "--language",
    type=OneOf(LANGUAGES),
    expose_value=False,
    heading=_OUTPUT,
    metavar="|".join(LANGUAGES),
    about=Text(
        en="Language of all texts. Without it: that of the configuration, else of the system.",
        pt="Idioma de todos os textos. Sem ela: o da configuração, senão o do sistema.",
    ),
)
_COLOR = Option(
    "--color",
    type=OneOf(("auto", "always", "never")),
    default="auto",
    heading=_OUTPUT,
    metavar="auto|always|never",
    about=Text(
        en="Colours. auto: on a terminal, unless NO_COLOR is set; FORCE_COLOR turns them on.",
        pt="Cores. auto: em um terminal, se NO_COLOR não estiver definida; FORCE_COLOR as ativa.",
    ),
)
_CACHE_DIR = Option(
    "--cache-dir",
    heading=_CACHE,
    metavar=_FOLDER,
    about=Text(
        en="Keep the cache in this folder. Without it: the user's folder for caches.",
        pt="Mantém o cache nesta pasta. Sem ela: a pasta de caches do usuário.",
    ),
)
_CONFIG = Option(
    "--config",
    heading=_CONFIGURATION,
    metavar=_FILE,
    about=Text(
        en="Use this configuration file, whatever others there are.",
        pt="Usa este arquivo de configuração, sejam quais forem os outros.",
    ),
)
_CONTRACT = Option(
    "--contract",
    type=OneOf(CONTRACT_VERSIONS),
    heading=_CONFIGURATION,
    metavar="|".join(CONTRACT_VERSIONS),
    about=Text(
        en="Version of the contract. Without it, each worker's files tell.",
        pt="Versão do contrato. Sem ela, os arquivos de cada worker dizem.",
    ),
)
_OUTPUT_FORMAT = Option(
    "--output-format",
    type=OneOf(tuple(FORMATS)),
    heading=_OUTPUT,
    metavar="|".join(FORMATS),
    about=Text(
        en="How findings are shown. Without it: full on a terminal, else flake8.",
        pt="Como os resultados são mostrados. Sem ela: full em um terminal, senão flake8.",
    ),
)
_OUTPUT_FILE = Option(
    "--output-file",
    heading=_OUTPUT,
    metavar=_FILE,
    about=Text(en="Write the findings to this file.", pt="Grava os resultados neste arquivo."),
)
_SHOW_HELP = help_option(Text(en="Show this help.", pt="Mostra esta ajuda."), _HELP)


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001 (as click calls it)
    del param
    if value and not ctx.resilient_parsing:
        write_out(f"{NAME} {__version__}\n")
        ctx.exit()


def _flag(name: str, heading: Text, about: Text) -> Option:
    return Option(name, is_flag=True, heading=heading, about=about)


def _rule_names(name: str, about: Text) -> Option:
    return Option(name, multiple=True, heading=_RULES, metavar=_RULE_NAMES, about=about, names_rules=True)


_RUNNING = [
    Option(
        "--tracking-uri",
        heading=_REGISTRY,
        metavar="URI",
        about=Text(
            en="Address of MLflow: of a server, or sqlite:///FILE. Without it: MLFLOW_TRACKING_URI, else the"
            " database beside --mlruns, else the one beside the workers.",
            pt="Endereço do MLflow: de um servidor, ou sqlite:///ARQUIVO. Sem ela: MLFLOW_TRACKING_URI, senão o"
            " banco ao lado de --mlruns, senão o que está junto dos workers.",
        ),
    ),
    Option(
        "--mlruns",
        heading=_REGISTRY,
        metavar=_FOLDER,
        about=Text(
            en="Where the artifacts lie now: the folder mlruns, or the one that holds it.",
            pt="Onde os artefatos estão agora: a pasta mlruns, ou a que a contém.",
        ),
    ),
    Option(
        "--model",
        heading=_REGISTRY,
        metavar=_MODEL,
        about=Text(
            en="Name of the registered model. Without it: what the worker's code or params.conf says.",
            pt="Nome do modelo registrado. Sem ela: o que o código do worker ou o params.conf diz.",
        ),
    ),
    Option(
        "--python",
        heading=_RUN,
        metavar=_FILE,
        about=Text(
            en="Interpreter that runs the workers. Without it: that of the env, venv or .venv in each.",
            pt="Interpretador que executa os workers. Sem ela: o do env, venv ou .venv de cada um.",
        ),
    ),
    Option(
        "--timeout",
        default="600",
        heading=_RUN,
        metavar=_SECONDS,
        about=Text(
            en="How long MLflow may take to answer, and each worker to run; 600 seconds without it.",
            pt="Quanto tempo o MLflow pode levar para responder, e cada worker para executar; sem ela, 600 segundos.",
        ),
    ),
    _flag(
        "--no-tests",
        _RUN,
        Text(
            en="Don't run the test of mytest_pub.py and mytest_retrain.py.",
            pt="Não executa o teste de mytest_pub.py e mytest_retrain.py.",
        ),
    ),
    Option(
        "--only",
        type=OneOf(("artifacts", "worker")),
        heading=_RUN,
        metavar="artifacts|worker",
        about=Text(
            en="Verify one part: the artifacts, which runs nothing of the worker, or the worker.",
            pt="Verifica só uma parte: os artefatos, sem executar nada do worker, ou o worker.",
        ),
    ),
    _flag(
        "--trust",
        _RUN,
        Text(
            en="You trust this code and this model: run the worker without limits of memory and of where it may"
            " write, and with artifacts that would run code.",
            pt="Você confia neste código e neste modelo: executa o worker sem limites de memória e de onde pode"
            " gravar, e com artefatos que executariam código.",
        ),
    ),
]
_ALSO_VERIFY = _flag(
    "--verify",
    _RUN,
    Text(
        en="Verify the workers too, as the command verify does; only with it do the options about that count.",
        pt="Verifica também os workers, como o comando verify; só com ela valem as opções sobre isso.",
    ),
)


def _lint(**values: Any) -> int:
    from mlprodest_lint.cli.linting import Options, lint  # noqa: PLC0415

    context = click.get_current_context()
    asks_language = context.get_parameter_source("language") is ParameterSource.COMMANDLINE
    return lint(Options(**values, language=context.obj, asks_language=asks_language))


def _explain(rule: str, color: Any) -> int:
    from mlprodest_lint.documentation import page, styled  # noqa: PLC0415
    from mlprodest_lint.selectors import rule_named  # noqa: PLC0415

    text = page(rule_named(rule), click.get_current_context().obj)
    write_out(styled(text) if wants_color(color, to_file=False) else text)
    return CLEAN


def _list_rules(output_format: str) -> int:
    from mlprodest_lint.documentation import rules_as_json, rules_as_text  # noqa: PLC0415

    language = click.get_current_context().obj
    write_out(rules_as_json(language) if output_format == "json" else rules_as_text(language))
    return CLEAN


def _init(folder: str, contract: str | None, model: str | None, dry_run: bool) -> int:  # noqa: FBT001 (as click calls it)
    from mlprodest_lint.cli.init import init  # noqa: PLC0415

    return init(folder, contract, model, click.get_current_context().obj, dry_run=dry_run)


def _verify(**values: Any) -> int:
    from mlprodest_lint.cli.verifying import Options, verify_workers  # noqa: PLC0415

    running = _taken_out(values)
    return verify_workers(Options(**values, running=running, language=click.get_current_context().obj))


def _taken_out(values: dict[str, Any]) -> Running:
    """Take the options that say how workers are verified out of those of a command."""
    from mlprodest_lint.cli.running import Running  # noqa: PLC0415

    return Running(**{name: values.pop(name) for name in Running._fields})


def _if_wanted(values: dict[str, Any]) -> Running | None:
    """Take those options out, and say whether they count."""
    running = _taken_out(values)
    return running if values.pop("verify") else None


def _report(**values: Any) -> int:
    from mlprodest_lint.cli.reporting import Options, report  # noqa: PLC0415

    running = _if_wanted(values)
    return report(Options(**values, running=running, language=click.get_current_context().obj))


def _publish(**values: Any) -> int:
    from mlprodest_lint.cli.publishing import publish  # noqa: PLC0415

    running = _if_wanted(values)
    return publish(**values, running=running, language=click.get_current_context().obj)


def _requirements(folder: str, python: str | None, write: bool) -> int:  # noqa: FBT001 (as click calls it)
    from mlprodest_lint.cli.requiring import requirements  # noqa: PLC0415

    return requirements(folder, python, click.get_current_context().obj, write=write)


def _complete(shell: str, words: tuple[str, ...]) -> int:
    from mlprodest_lint.cli.completion import SCRIPTS, candidates  # noqa: PLC0415

    language = click.get_current_context().obj
    write_out(candidates(PROGRAM, words, shell, language) if words else SCRIPTS[shell])
    return CLEAN


def _clean(cache_dir: str | None) -> int:
    from mlprodest_lint.cli.cachefolder import clean_cache  # noqa: PLC0415

    return clean_cache(cache_dir, click.get_current_context().obj)


_NO_NOQA = _flag(
    "--no-noqa",
    _RULES,
    Text(en="Report what comments (# noqa) suppress.", pt="Relata o que comentários (# noqa) suprimem."),
)
_LINT = Command(
    "lint",
    about=_ABOUT_LINT,
    arguments=_PATHS,
    callback=_lint,
    params=[
        click.Argument(["paths"], nargs=-1),
        _rule_names(
            "--select",
            Text(
                en="Check these rules only: codes, names, beginnings of codes (MLP2) or ALL, separated by commas.",
                pt="Verifica só estas regras: códigos, nomes, começos de código (MLP2) ou ALL, separados por vírgula.",
            ),
        ),
        _rule_names("--extend-select", Text(en="Check these rules too.", pt="Verifica também estas regras.")),
        _rule_names("--ignore", Text(en="Don't check these rules.", pt="Não verifica estas regras.")),
        _NO_NOQA,
        _flag(
            "--changed-files",
            _FILES,
            Text(
                en="The paths are changed files: check the whole workers that they belong to, pass over the rest.",
                pt="Os caminhos são arquivos alterados: verifica por inteiro os workers deles, sem olhar os demais.",
            ),
        ),
        Option(
            "--stdin-filename",
            heading=_FILES,
            metavar=_FILE,
            about=Text(
                en="Read this file of a worker from standard input, which the path - stands for.",
                pt="Lê este arquivo de um worker da entrada padrão, que o caminho - representa.",
            ),
        ),
        _CONFIG,
        _CONTRACT,
        _flag(
            "--show-settings",
            _CONFIGURATION,
            Text(en="Show the settings of each worker, and end.", pt="Mostra a configuração de cada worker e sai."),
        ),
        _flag(
            "--show-files",
            _CONFIGURATION,
            Text(en="Show the files that are read, and end.", pt="Mostra os arquivos que são lidos e sai."),
        ),
        _OUTPUT_FORMAT,
        _OUTPUT_FILE,
        _flag(
            "--statistics",
            _OUTPUT,
            Text(en="Show how often each rule was violated.", pt="Mostra quantas vezes cada regra foi violada."),
        ),
        _COLOR,
        _LANGUAGE,
        _flag(
            "--quiet",
            _OUTPUT,
            Text(en="Show the findings and no summary.", pt="Mostra os resultados, sem resumo."),
        ),
        _flag(
            "--verbose",
            _OUTPUT,
            Text(
                en="Show also what was read and how long it took.",
                pt="Mostra também o que foi lido e quanto tempo levou.",
            ),
        ),
        _flag(
            "--strict",
            _STATUS,
            Text(en="End with status 1 for warnings too.", pt="Termina com código 1 também para avisos."),
        ),
        _flag(
            "--exit-zero",
            _STATUS,
            Text(en="End with status 0 whatever was found.", pt="Termina com código 0, seja qual for o resultado."),
        ),
        _flag(
            "--no-cache",
            _CACHE,
            Text(
                en="Neither use nor keep what other runs have found out.",
                pt="Não usa nem guarda o que outras execuções descobriram.",
            ),
        ),
        _CACHE_DIR,
        Option(
            "--version",
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            heading=_HELP,
            about=Text(en="Show the version.", pt="Mostra a versão."),
        ),
        _SHOW_HELP,
    ],
)
_EXPLAIN = Command(
    "explain",
    about=_ABOUT_EXPLAIN,
    arguments=_RULE,
    callback=_explain,
    params=[click.Argument(["rule"]), _COLOR, _LANGUAGE, _SHOW_HELP],
)
_LIST_RULES = Command(
    "rules",
    about=_ABOUT_RULES,
    callback=_list_rules,
    params=[
        Option(
            "--output-format",
            type=OneOf(("text", "json")),
            default="text",
            heading=_OUTPUT,
            metavar="text|json",
            about=Text(en="How the rules are shown.", pt="Como as regras são mostradas."),
        ),
        _LANGUAGE,
        _SHOW_HELP,
    ],
)
_INIT = Command(
    "init",
    about=_ABOUT_INIT,
    arguments=_THE_FOLDER,
    callback=_init,
    params=[
        click.Argument(["folder"], default="."),
        Option(
            "--contract",
            type=OneOf(CONTRACT_VERSIONS),
            heading=_FILES,
            metavar="|".join(CONTRACT_VERSIONS),
            about=Text(
                en="Version of the contract. Without it: that of the workers that are there, else 1.5.",
                pt="Versão do contrato. Sem ela: a dos workers que já existem, senão a 1.5.",
            ),
        ),
        Option(
            "--model",
            heading=_FILES,
            metavar=_MODEL,
            about=Text(en="Name of the model in MLflow.", pt="Nome do modelo no MLflow."),
        ),
        _flag(
            "--dry-run",
            _FILES,
            Text(en="Say what would be written, and write nothing.", pt="Diz o que seria gravado, sem gravar nada."),
        ),
        _LANGUAGE,
        _SHOW_HELP,
    ],
)
_VERIFY = Command(
    "verify",
    about=_ABOUT_VERIFY,
    arguments=_PATHS,
    callback=_verify,
    params=[
        click.Argument(["paths"], nargs=-1),
        *_RUNNING,
        _CONFIG,
        _CONTRACT,
        _OUTPUT_FORMAT,
        _OUTPUT_FILE,
        _COLOR,
        _LANGUAGE,
        _flag(
            "--quiet",
            _OUTPUT,
            Text(
                en="Show the findings, without steps, contents and summary.",
                pt="Mostra os resultados, sem os passos, os conteúdos e o resumo.",
            ),
        ),
        _SHOW_HELP,
    ],
)
_REPORT = Command(
    "report",
    about=_ABOUT_REPORT,
    arguments=_PATHS,
    callback=_report,
    params=[
        click.Argument(["paths"], nargs=-1),
        _ALSO_VERIFY,
        *_RUNNING,
        _NO_NOQA,
        _CONFIG,
        _CONTRACT,
        Option(
            "--output",
            default="report.html",
            heading=_OUTPUT,
            metavar=_FILE,
            about=Text(
                en="Write the page to this file, - to standard output. Without it: report.html.",
                pt="Grava a página neste arquivo, - na saída padrão. Sem ela: report.html.",
            ),
        ),
        _LANGUAGE,
        _CACHE_DIR,
        _SHOW_HELP,
    ],
)
_PUBLISH = Command(
    "publish",
    about=_ABOUT_PUBLISH,
    arguments=_THE_PROJECT,
    callback=_publish,
    params=[
        click.Argument(["folder"], default="."),
        Option(
            "--training",
            heading=_FILES,
            metavar=_FOLDER,
            about=Text(
                en="The folder of the training code. Without it: that of the configuration, else the one beside the"
                " workers that uses MLflow.",
                pt="A pasta do código de treino. Sem ela: a da configuração, senão a única ao lado dos workers que"
                " usa o MLflow.",
            ),
        ),
        Option(
            "--output",
            default="publicar.zip",
            heading=_FILES,
            metavar=_FILE,
            about=Text(
                en="Write the archive to this file. Without it: publicar.zip in the working directory.",
                pt="Grava o arquivo com este nome. Sem ela: publicar.zip na pasta atual.",
            ),
        ),
        _flag(
            "--dry-run",
            _FILES,
            Text(en="Say what would go in, and write nothing.", pt="Diz o que entraria, sem gravar nada."),
        ),
        _flag(
            "--force",
            _FILES,
            Text(en="Write the archive in spite of errors.", pt="Grava o arquivo apesar de erros."),
        ),
        _ALSO_VERIFY,
        *_RUNNING,
        _LANGUAGE,
        _SHOW_HELP,
    ],
)
_REQUIREMENTS = Command(
    "requirements",
    about=_ABOUT_REQUIREMENTS,
    arguments="[WORKER]",
    callback=_requirements,
    params=[
        click.Argument(["folder"], default="."),
        Option(
            "--python",
            heading=_FILES,
            metavar=_PATH,
            about=Text(
                en="Read this virtual environment, or that of this Python interpreter.",
                pt="Lê este ambiente virtual, ou o deste interpretador Python.",
            ),
        ),
        _flag(
            "--write",
            _FILES,
            Text(en="Write the file instead of printing it.", pt="Grava o arquivo em vez de mostrá-lo."),
        ),
        _LANGUAGE,
        _SHOW_HELP,
    ],
)
_COMPLETION = Command(
    "completion",
    about=_ABOUT_COMPLETION,
    arguments="bash|zsh|fish",
    callback=_complete,
    params=[
        click.Argument(["shell"], type=OneOf(("bash", "zsh", "fish"))),
        click.Argument(["words"], nargs=-1),  # what the script that was printed asks for
        _LANGUAGE,
        _SHOW_HELP,
    ],
)
_CLEAN = Command("clean", about=_ABOUT_CLEAN, callback=_clean, params=[_CACHE_DIR, _LANGUAGE, _SHOW_HELP])
PROGRAM = Program(
    _LINT, _EXPLAIN, _LIST_RULES, _INIT, _VERIFY, _PUBLISH, _REQUIREMENTS, _REPORT, _COMPLETION, _CLEAN, about=_ABOUT
)
