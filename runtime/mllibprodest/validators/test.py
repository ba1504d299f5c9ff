"""O teste padrão, que os scripts ``test_pub.py`` e ``test_retrain.py`` dos workers executam."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mllibprodest import production
from mllibprodest.pickles import MANDATORY_ARTIFACTS
from mllibprodest.settings import DEFAULT_TRACKING_URI, MLRUNS_PATH, TRACKING_URI, load_env_variables
from mllibprodest.validators import checks, console
from mllibprodest.validators.console import Result
from mllibprodest.validators.steps import CheckFailedError
from mllibprodest.validators.workers import REQUIREMENTS, TEST_FUNCTION, WORKERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mllibprodest.validators.workers import Worker

_Value = TypeVar("_Value")
_TEMP_FOLDER = "temp_area"


class Test:
    """O teste padrão de um worker."""

    def __init__(self) -> None:
        self._failures = 0

    def validate(self, mlruns_path: str = "") -> None:
        """Testa o worker da pasta atual e mostra cada passo; o que não depende de um passo que falhou ainda é testado.

        Um servidor do MLflow precisa estar no ar, ou a variável ``MLFLOW_TRACKING_URI`` apontar para o banco de dados.

        Args:
            mlruns_path: Caminho completo da pasta ``mlruns``, para quando os artefatos não estão no caminho em que
                foram registrados.

        Raises:
            SystemExit: Com o status 1, depois do último passo, se algum falhou.
        """
        self._failures = 0
        root = Path.cwd()
        console.heading(f"Teste padrão do worker da pasta {root}")
        worker = next((worker for worker in WORKERS if worker.folder == root.name), None)
        folders = "' ou '".join(worker.folder for worker in WORKERS)
        if worker is None:
            self._fail(
                f"A pasta se chama '{folders}'",
                f"O nome da pasta atual é '{root.name}'. Entre na pasta do worker e execute o teste de novo.",
            )
        elif mlruns_path and not Path(mlruns_path).is_dir():
            self._fail("A pasta 'mlruns' informada existe", f"A pasta '{mlruns_path}' não existe. Confira o caminho.")
        else:
            with _environment(mlruns_path):
                self._validate(root, worker)
        self._finish()

    def _validate(self, root: Path, worker: Worker) -> None:
        console.heading("Arquivos")
        for script in worker.scripts:
            self._run(f"O script '{script}' existe", partial(checks.check_script, root, script))
        self._run(f"O arquivo '{REQUIREMENTS}' existe e nomeia pacotes", partial(checks.check_requirements, root))

        console.heading(f"Classe {worker.class_name}")
        loaded_before = len(production.loaded_models)
        found = self._run("A classe pode ser importada", partial(checks.import_class, root, worker))
        instance = self._run_if(found, "A classe pode ser instanciada", partial(checks.instantiate, root))
        for expected, getters in ((dict, worker.dict_getters), (str, worker.str_getters)):
            for getter in getters:
                title = f"O método '{getter}' devolve '{expected.__name__}'"
                self._run_if(instance, title, partial(checks.check_return_type, root, getter, expected))

        console.heading("Modelo em produção")
        # The worker_pub doesn't name its model: its constructor loads it.
        load = (
            partial(checks.load_own_model, root, _TEMP_FOLDER)
            if "get_model_name" in worker.str_getters
            else partial(checks.models_loaded_since, loaded_before)
        )
        models = self._run_if(instance, "O modelo é carregado", load)
        for artifact in MANDATORY_ARTIFACTS:
            title = f"O artefato '{artifact}' é um dicionário não vazio"
            self._run_if(models, title, partial(checks.check_artifact, artifact))

        console.heading("Teste personalizado")
        self._run(
            f"A função '{TEST_FUNCTION}' de '{worker.test_module}.py' termina sem erro",
            partial(checks.run_own_test, root, worker),
        )

    def _run(self, title: str, check: Callable[[], _Value]) -> _Value | None:
        try:
            value = check()
        except CheckFailedError as failure:
            self._fail(title, str(failure))
            return None
        console.step(Result.PASSED, title)
        return value

    def _run_if(self, needed: Any, title: str, check: Callable[[Any], _Value]) -> _Value | None:
        """Executa um passo que depende do resultado de outro."""
        if needed is None:
            console.step(Result.SKIPPED, title, "Depende de um passo que falhou.")
            return None
        return self._run(title, partial(check, needed))

    def _fail(self, title: str, detail: str) -> None:
        self._failures += 1
        console.step(Result.FAILED, title, detail)

    def _finish(self) -> None:
        if self._failures:
            count = "1 passo falhou" if self._failures == 1 else f"{self._failures} passos falharam"
            console.heading(f"Resultado: {count}. Corrija o que as mensagens acima pedem e execute o teste de novo.")
            raise SystemExit(1)
        console.heading("Resultado: nenhum passo falhou.")


@contextmanager
def _environment(mlruns_path: str) -> Iterator[None]:
    """Dá ao worker, enquanto durar o teste, o que a stack daria: um servidor e a pasta dos artefatos.

    O retreino que o teste do usuário fizer é registrado no mesmo servidor, como na stack.
    """
    load_env_variables()
    before = {name: os.environ.get(name) for name in (TRACKING_URI, MLRUNS_PATH)}
    os.environ.setdefault(TRACKING_URI, DEFAULT_TRACKING_URI)
    if mlruns_path:
        os.environ[MLRUNS_PATH] = str(Path(mlruns_path).absolute())
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
