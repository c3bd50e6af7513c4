"""Scenarios, each in a process of its own: as many side by side as there are processors."""

import importlib
import multiprocessing
import multiprocessing.connection
import shutil
import signal
import time
import traceback

# A scenario that takes longer hangs, in seconds, unless it says otherwise.
TIMEOUT_SECONDS = 240
# Time for a scenario that is told to end, in seconds.
END_SECONDS = 60


class TimeOut(Exception):
    """A scenario did not come to its end."""


class Attempt:
    """One scenario, from its start to its end."""

    def __init__(self, rig, name, folder):
        """`folder`: for what it leaves; removed if it passes."""
        scenario = importlib.import_module(f"scenarios.{name}")
        self.name = name
        self.summary = scenario.__doc__.strip().splitlines()[0]
        self.processors = getattr(scenario, "GUESTS", 1) * rig.build.PROCESSORS
        self.folder = folder
        self.seconds = 0.0
        self.figures = []
        self.fault = "Its process ended without a word.\n"
        limit = getattr(scenario, "TIMEOUT_SECONDS", TIMEOUT_SECONDS) * (5 if rig.is_long else 1)
        context = multiprocessing.get_context("fork")
        self.end, self._far_end = context.Pipe(duplex=False)
        self._process = context.Process(target=self._live, args=(rig, scenario, limit))

    def start(self):
        self._began = time.monotonic()
        self._process.start()
        self._far_end.close()

    def _live(self, rig, scenario, limit):
        """What the process does; its end is told as (fault, figures)."""
        def ring(*_):
            raise TimeOut(f"not over within {limit} s")

        rig.out = self.folder
        fault = None
        # The runner tells its scenarios to end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, ring)
        signal.alarm(limit)
        try:
            self.folder.mkdir(parents=True)
            scenario.run(rig)
        except Exception:
            fault = traceback.format_exc()
        finally:
            signal.alarm(0)
        self._far_end.send((fault, rig.figures))

    @property
    def passed(self):
        return self.fault is None

    def finish(self):
        """Waits for the end, and prints what came of it."""
        try:
            self.fault, self.figures = self.end.recv()
        except EOFError:
            pass
        self._process.join()
        self.seconds = time.monotonic() - self._began
        word = "passed" if self.passed else "FAILED"
        print(f"{word}  {self.seconds:6.1f} s  {self.name}: {self.summary}", flush=True)
        for figure in self.figures:
            print(f"                  {figure}", flush=True)
        if self.passed:
            shutil.rmtree(self.folder)
        else:
            print(self.fault, end="", flush=True)

    def interrupt(self):
        """Tells it to end, with all that it has started."""
        self._process.terminate()

    def wait(self):
        """Waits until one that was interrupted is gone."""
        self._process.join(END_SECONDS)
        self._process.kill()
        self._process.join()


def run_all(rig, names, processors, suffix=""):
    """Runs scenarios, the first ones first, as many at a time as there are processors for; one that
    needs more runs alone. Returns the attempts."""
    waiting = [Attempt(rig, name, rig.out / f"{name}{suffix}") for name in names]
    running, over = [], []
    try:
        while waiting or running:
            for attempt in list(waiting):
                taken = sum(other.processors for other in running)
                if not running or taken + attempt.processors <= processors:
                    waiting.remove(attempt)
                    running.append(attempt)
                    attempt.start()
            ended = multiprocessing.connection.wait([attempt.end for attempt in running])
            for attempt in [attempt for attempt in running if attempt.end in ended]:
                attempt.finish()
                running.remove(attempt)
                over.append(attempt)
    finally:
        for attempt in running:
            attempt.interrupt()
        for attempt in running:
            attempt.wait()
    return over
