"""Keeps children alive: restarts a dead one with back-off, and stops them all in order when asked."""

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from buzon.embebido.errores import ArranqueImposible, Detenido
from buzon.embebido.hijos import Receta, ha_muerto, lanzar, matar_grupo

# Seconds. Six failures with doubling waits take some 16 s: what fails so often at the start will not come by itself.
LATIDO_S = 0.05
PRIMERA_ESPERA_S = 0.5
ESPERA_MAXIMA_S = 30.0
ESTABLE_S = 60.0
FALLOS_AL_ARRANCAR = 6
PACIENCIA_POR_TANDA_S = 4.0
SENALES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class Hijo:
    """A child under watch; without a process it waits for its next start."""

    receta: Receta
    proceso: subprocess.Popen[bytes] | None = None
    iniciado: float = 0.0
    reintento: float = 0.0
    fallos: int = 0


class Supervisor:
    """Starts, watches and stops children; every method runs in the main thread."""

    def __init__(
        self,
        registros: Path,
        *,
        avisar: Callable[[str], None],
        debe_parar: Callable[[], bool] = lambda: False,
    ) -> None:
        self.registros = registros
        self.hijos: list[Hijo] = []
        self.heredar: tuple[int, ...] = ()
        self._avisar = avisar
        self._debe_parar = debe_parar
        self._detener = False

    def instalar_senales(self) -> None:
        """From here on INT, TERM and HUP ask for a stop; a second one changes nothing.

        Under nohup HUP stays ignored: whoever closes the terminal then asks for nothing.
        """
        for senal in SENALES:
            if senal is not signal.SIGHUP or signal.getsignal(senal) is not signal.SIG_IGN:
                signal.signal(senal, self._pedir_paro)

    def _pedir_paro(self, _senal: int, _marco: object) -> None:
        self._detener = True

    def registro_de(self, nombre: str) -> Path:
        return self.registros / f"{nombre}.log"

    def iniciar(self, receta: Receta) -> Hijo:
        """Start a child and keep it alive from now on."""
        hijo = Hijo(receta, self._lanzar(receta), iniciado=time.monotonic())
        self.hijos.append(hijo)
        return hijo

    def _lanzar(self, receta: Receta) -> subprocess.Popen[bytes]:
        try:
            return lanzar(receta, registro=self.registro_de(receta.nombre), heredar=self.heredar)
        except (OSError, subprocess.SubprocessError) as error:
            raise ArranqueImposible(f"No se pudo iniciar {receta.nombre}: {error}.") from error

    def atender(self) -> None:
        """Do one round: see who died, restart whose time has come. Raises Detenido when asked to stop."""
        if self._detener or self._debe_parar():
            raise Detenido
        for hijo in self.hijos:
            if hijo.proceso is None:
                if time.monotonic() >= hijo.reintento:
                    self._relanzar(hijo)
            elif ha_muerto(hijo.proceso.pid):
                self._anotar_muerte(hijo, hijo.proceso)

    def _relanzar(self, hijo: Hijo) -> None:
        try:
            hijo.proceso = self._lanzar(hijo.receta)
            hijo.iniciado = time.monotonic()
        except ArranqueImposible as error:
            self._avisar(str(error))
            self._aplazar(hijo)

    def _anotar_muerte(self, hijo: Hijo, proceso: subprocess.Popen[bytes]) -> None:
        # Its own children first, before it is reaped: until then its number is the group's and nobody else's.
        matar_grupo(proceso.pid)
        codigo = proceso.wait()
        hijo.proceso = None
        if time.monotonic() - hijo.iniciado > ESTABLE_S:
            hijo.fallos = 0
        espera = self._aplazar(hijo)
        nombre = hijo.receta.nombre
        self._avisar(
            f"{nombre} terminó (código {codigo}); vuelve en {espera:g} s. Registro: {self.registro_de(nombre)}"
        )

    def _aplazar(self, hijo: Hijo) -> float:
        espera = min(ESPERA_MAXIMA_S, PRIMERA_ESPERA_S * 2.0**hijo.fallos)
        hijo.fallos += 1
        hijo.reintento = time.monotonic() + espera
        return espera

    def vigilar(self) -> None:
        """Keep the children alive until asked to stop."""
        try:
            while True:
                self.atender()
                time.sleep(LATIDO_S * 4)
        except Detenido:
            return

    def esperar(self, condicion: Callable[[], bool], *, hijo: Hijo, segundos: float) -> None:
        """Wait for a child's service. Raises ArranqueImposible, with the end of its log, when it does not come."""
        limite = time.monotonic() + segundos
        while not condicion():
            self.atender()
            if time.monotonic() > limite or hijo.fallos >= FALLOS_AL_ARRANCAR:
                raise ArranqueImposible(self._explicar(hijo.receta.nombre, "no respondió"))
            time.sleep(LATIDO_S)

    def ejecutar(self, receta: Receta, *, segundos: float) -> None:
        """Run a step to its end, watching the others meanwhile. Raises ArranqueImposible when it fails."""
        proceso, limite = self._lanzar(receta), time.monotonic() + segundos
        try:
            while not ha_muerto(proceso.pid):
                self.atender()
                if time.monotonic() > limite:
                    raise ArranqueImposible(self._explicar(receta.nombre, f"no terminó en {segundos:g} s"))
                time.sleep(LATIDO_S)
        finally:
            matar_grupo(proceso.pid)
            codigo = proceso.wait()
        if codigo:
            raise ArranqueImposible(self._explicar(receta.nombre, f"terminó con código {codigo}"))

    def _explicar(self, nombre: str, que: str) -> str:
        registro = self.registro_de(nombre)
        with registro.open(encoding="utf-8", errors="replace") as lineas:
            final = "".join(deque(lineas, maxlen=8)).rstrip()
        return f"{nombre} {que}. Su registro, {registro}, acaba así:\n{final}"

    def parar(self) -> None:
        """Stop every child, the highest group first; whoever does not end in time is killed."""
        for tanda in sorted({hijo.receta.tanda for hijo in self.hijos}, reverse=True):
            self._parar_tanda([hijo for hijo in self.hijos if hijo.receta.tanda == tanda])
        self.hijos.clear()

    def _parar_tanda(self, hijos: list[Hijo]) -> None:
        vivos = [(hijo.receta, hijo.proceso) for hijo in hijos if hijo.proceso is not None]
        for receta, proceso in vivos:
            if not ha_muerto(proceso.pid):
                os.kill(proceso.pid, receta.senal)
        limite = time.monotonic() + PACIENCIA_POR_TANDA_S
        for _receta, proceso in vivos:
            while not ha_muerto(proceso.pid) and time.monotonic() < limite:
                time.sleep(LATIDO_S)
            matar_grupo(proceso.pid)
            proceso.wait()
