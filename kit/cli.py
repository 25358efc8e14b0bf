"""The command line: ``second-look``, also as ``kit``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kit import __version__
from kit.words import VARIABLE

BUILT = Path("build/lab")
FIRST = "/lab/tree/00-start.ipynb"

Add = Callable[[argparse.ArgumentParser], None]
Run = Callable[[argparse.Namespace], int]


def parser() -> argparse.ArgumentParser:
    """Return the whole command line; each command says what it does, takes and returns."""
    from kit.classreport import command as classreport
    from kit.gains import command as gains
    from kit.grading import command as grading
    from kit.paper import command as paper
    from kit.reading import command as reading

    top = argparse.ArgumentParser(
        prog="kit", description="Second Look: take a second look at a news article."
    )
    top.add_argument("--version", action="version", version=f"Second Look {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, says: str, add: Add, run: Run) -> None:
        one = commands.add_parser(name, help=says, description=says)
        add(one)
        one.set_defaults(run=run)

    command("lab", "Open the built lessons in JupyterLab.", _add_lab, _lab)
    command("build", "Execute the lessons and released exercises into one folder.", _add_build, _build)
    says = "Mark claims, sources, hedges and loaded language in texts."
    command("read", says, reading.add_arguments, reading.run)
    says = "Make the students' copy of an exercise, free of any key."
    command("release", says, grading.add_release, grading.run_release)
    says = "Print a lesson: a handout for classes without computers."
    command("handout", says, paper.add_arguments, paper.run)
    says = "Grade submitted notebooks; no student code is run."
    command("grade", says, grading.add_grade, grading.run_grade)
    says = "Make a report of a graded class, from a notebook that you can change."
    command("class-report", says, classreport.add_arguments, classreport.run)
    says = "Draw who takes which form of the test before the course."
    command("assign", says, gains.add_assign, gains.run_assign)
    says = "Say what a class gained from the test before to the one after."
    command("gains", says, gains.add_gains, gains.run_gains)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code (0 fine, 1 something went wrong, 2 unusable call)."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except (FileNotFoundError, ValueError) as error:
        print(f"kit {options.command}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return code


def _add_lab(command: argparse.ArgumentParser) -> None:
    command.add_argument("--folder", type=Path, default=BUILT, help="the built folder (default: %(default)s)")
    command.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8888))
    command.add_argument(
        "--no-browser", action="store_true", default=bool(os.environ.get("NO_BROWSER")), help="only serve"
    )
    command.add_argument(
        "--language", help=f"the language of our own words, as in {VARIABLE} (default: that, else English)"
    )
    command.add_argument(
        "--full", action="store_true", help="JupyterLab as it comes, with all its panels and buttons"
    )
    command.add_argument(
        "--build", action="store_true", help="build what is missing or old while the first lesson is open"
    )


def _lab(options: argparse.Namespace) -> int:
    if not options.folder.is_dir():
        raise FileNotFoundError(f"{options.folder} is not there; run 'kit build' first")
    if not options.full:
        config = Path(__file__).parent / "labconfig"
        paths = [str(config), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
        os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)
    if options.build:
        call = [sys.executable, "-m", "kit.cli", "build", "--out", str(options.folder)]
        subprocess.Popen(call, stdout=subprocess.DEVNULL)  # its errors are shown; it ends by itself
    os.environ["SECOND_LOOK_FOLDER"] = str(options.folder.resolve())
    if options.language:
        os.environ[VARIABLE] = options.language  # kernels inherit it
    call = [sys.executable, "-m", "jupyterlab", f"--port={options.port}"]
    if options.full:
        call += [f"--ServerApp.root_dir={options.folder.resolve()}", f"--LabApp.default_url={FIRST}"]
    if options.no_browser:
        call.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        call.append("--allow-root")  # containers run as root, and JupyterLab refuses that unasked
    if os.name == "nt":  # no exec there: the console would come back at once
        return subprocess.call(call)
    return os.execv(call[0], call)


def _add_build(command: argparse.ArgumentParser) -> None:
    command.add_argument("lessons", nargs="*", metavar="LESSON", help="build these alone (00-start)")
    command.add_argument("--root", type=Path, default=Path(), help="the repository (default: here)")
    command.add_argument("--out", type=Path, default=None, help="the folder to build (default: build/lab)")


def _build(options: argparse.Namespace) -> int:
    from kit import build

    said = {
        "made": "built   ",
        "current": "current ",
        "kept": "kept    ",
    }
    kept = 0
    for built in build.build(options.root, options.out or options.root / BUILT, options.lessons):
        print(said[built.outcome], built.path, flush=True)
        kept += built.outcome == "kept"
    if kept:
        print(f"{kept} kept: they hold answers. Move them elsewhere and build again to get the new version.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
