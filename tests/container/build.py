# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps of the Dockerfile without an engine: a layer on a bare Debian, and chroot.

What an engine does and this does not: it has the very base images (here a Debian of the same
release with its own Python of the same minor version; for Node this machine) and namespaces for
processes and networks. Needs root, overlayfs, debootstrap and the registries.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from fnmatch import fnmatch
from pathlib import Path

from tests.container.dockerfile import ROOT, Copy, Stage, stages

# How this machine's clients find their registries. Only in stages that are thrown away.
CLIENTS = (
    *("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"),
    *("etc/pip.conf", "etc/xdg/pip", "root/.config/pip"),
)
PACKAGES = "ca-certificates,python3,python3-pip,python3-venv"


class CannotBuild(Exception):
    """This machine lacks what it takes; says what."""


def debian(folder: Path) -> Path:
    """A bare Debian 12 with Python and pip where the image of Python has them."""
    if (program := shutil.which("debootstrap")) is None:
        raise CannotBuild("there is no debootstrap (on Debian: apt-get install debootstrap)")
    ready = folder / ".ready"
    if not ready.exists():
        subprocess.run(
            [program, "--variant=minbase", f"--include={PACKAGES}", "bookworm", folder],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        (folder / "usr/local/bin/python").symlink_to("/usr/bin/python3")
        ready.touch()
    return folder


@contextmanager
def layer(base: Path, folder: Path) -> Iterator[Path]:
    """What is written here stays in `folder`; the base is not touched."""
    for name in ("upper", "work", "root"):
        (folder / name).mkdir(parents=True)
    root = folder / "root"
    options = f"lowerdir={base},upperdir={folder}/upper,workdir={folder}/work"
    with ExitStack() as stack:
        _mount(stack, root, "-t", "overlay", "overlay", "-o", options)
        (root / "proc").mkdir(exist_ok=True)
        (root / "dev").mkdir(exist_ok=True)
        _mount(stack, root / "proc", "-t", "proc", "proc")
        _mount(stack, root / "dev", "--bind", "/dev")
        yield root


def _mount(stack: ExitStack, place: Path, *words: str) -> None:
    found = subprocess.run(["mount", *words, place], capture_output=True, text=True, check=False)
    if found.returncode:
        raise CannotBuild(f"nothing can be mounted here: {found.stderr.strip()}")
    stack.callback(subprocess.run, ["umount", "--lazy", place], check=True)


def _ignored(path: Path) -> bool:
    """As .dockerignore says; the last line that fits decides."""
    name = str(path.relative_to(ROOT))
    out = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = name.split("/")
        heads = ["/".join(parts[: n + 1]) for n in range(len(parts))]
        tails = parts if "**/" in line else heads
        if any(fnmatch(each, pattern) for each in tails):
            out = not line.startswith("!")
    return out


def context(folder: Path) -> Path:
    """What git has, and of it what the engine would be sent."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        source = ROOT / name
        if source.is_file() and not _ignored(source):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return folder


def _copy(copy: Copy, sources: Path, root: Path, workdir: str) -> None:
    target = root / Path(workdir, copy.target).relative_to("/")
    for name in copy.sources:
        source = sources / name.lstrip("/")
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
        else:
            into = target / source.name if copy.target.endswith("/") or target.is_dir() else target
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, into)


def inside(
    root: Path, words: Sequence[str], workdir: str, environ: Mapping[str, str], user: str = "0:0"
) -> list[str]:
    """The command that runs `words` there, with this environment and no other."""
    said = [f"{name}={value}" for name, value in environ.items()]
    there = f'cd {workdir} && exec "$@"'
    chroot = ["chroot", f"--userspec={user}", "--groups=", str(root)]
    return [*chroot, "/usr/bin/env", "-i", *said, "/bin/sh", "-c", there, "sh", *words]


PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def _carry_out(stage: Stage, root: Path, sources: Mapping[str | None, Path], log: Path) -> None:
    workdir = "/"
    ours = {name: value for name, value in os.environ.items() if not name.startswith("RAADGEVER_")}
    for step in stage.instructions:
        if step.name == "WORKDIR":
            workdir = step.rest
            (root / workdir.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif step.name == "COPY":
            _copy(copy := Copy.of(step), sources[copy.stage], root, workdir)
        elif step.name == "RUN":
            path = ours["PATH"] if stage.name == "look" else PATH
            environ = {**ours, "PATH": path, "DEBIAN_FRONTEND": "noninteractive"}
            command = inside(root, step.words(), workdir, environ)
            with log.open("ab") as out:
                subprocess.run(command, check=True, stdout=out, stderr=out)


@contextmanager
def built(folder: Path) -> Iterator[Path]:
    """The root of the last stage, after every step of every stage."""
    if os.geteuid():
        raise CannotBuild("only root may chroot")
    sent = context(folder / "context")
    bare = debian(folder / "debian")
    sources: dict[str | None, Path] = {None: sent}
    with ExitStack() as stack:
        root = bare
        for number, stage in enumerate(stages()):
            base = Path("/") if stage.base.startswith("node:") else bare
            root = stack.enter_context(layer(base, folder / f"{number}-{stage.name}"))
            for name in CLIENTS if base == bare else ():
                _from_this_machine(name, root)
            _carry_out(stage, root, sources, folder / "log")
            sources[stage.name] = root
        yield root


def _from_this_machine(name: str, root: Path) -> None:
    source, target = Path("/", name), root / name
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # a link there would lead out of it
        shutil.copy2(source, target)
