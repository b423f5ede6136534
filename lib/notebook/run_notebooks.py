"""Runs notebooks headless and reports each step as a line of JSON on standard output.

Started by run_notebooks.ts, which sends one line of JSON on standard input (the job) and keeps the
pipe open for as long as it lives: when the pipe ends, this process stops its kernel and leaves.
"""

import asyncio
import json
import os
import re
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

# Only events may reach standard output: whatever a library prints goes to standard error.
EVENTS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

# Set once the other side has gone or wants to stop.
STOPPING = threading.Event()


def tell(event, **values):
    EVENTS.write(json.dumps({"event": event, **values}) + "\n")
    EVENTS.flush()


class DenoClient(NotebookClient):
    """nbclient for the Deno kernel, which sends `transient: null` where nbclient expects a dict."""

    def process_message(self, msg, cell, cell_index):
        if msg["content"].get("transient", {}) is None:
            msg["content"]["transient"] = {}
        return super().process_message(msg, cell, cell_index)


def code_cells(notebook):
    """The index of each cell that runs, in order; what runs first is [1] in Jupyter."""
    cells = enumerate(notebook.cells)
    return [i for i, cell in cells if cell.cell_type == "code" and cell.source.strip()]


def set_parameters(notebook, parameters):
    """Puts a cell with other values of parameters behind the last cell that declares one of them."""
    code = [(i, cell) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    places = {
        name: [i for i, cell in code if re.search(rf"^const {name}\b", cell.source, re.M)]
        for name in parameters
    }
    missing = [name for name, found in places.items() if not found]
    if missing:
        raise ValueError(f"there is no parameter {missing[0]}")
    lines = [f"const {name} = {json.dumps(parameters[name])};" for name in parameters]
    cell = nbformat.v4.new_code_cell("// Set for this run:\n" + "\n".join(lines), id="set-for-this-run")
    notebook.cells.insert(max(found[0] for found in places.values()) + 1, cell)


def strip_outputs(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def make_manager(job):
    """A manager that knows our Deno kernel and no other of that name."""
    specs = KernelSpecManager(kernel_dirs=[job["kernels"]], ensure_native_kernel=False)
    return AsyncKernelManager(kernel_name="deno", kernel_spec_manager=specs)


def make_client(notebook, manager, job, progress):
    numbers = {index: number for number, index in enumerate(code_cells(notebook), start=1)}

    async def execute(cell, cell_index):
        progress["index"] = cell_index

    async def executed(cell, cell_index, execute_reply):
        tell("cell", done=numbers[cell_index], total=len(numbers))

    async def started(**_):
        tell("kernel", pid=getattr(manager.provisioner, "pid", None))

    return DenoClient(
        notebook,
        km=manager,
        resources={"metadata": {"path": job["cwd"]}},
        timeout=job["cell_timeout"],
        iopub_timeout=30,
        raise_on_iopub_timeout=True,
        record_timing=False,
        coalesce_streams=True,
        on_notebook_start=started,
        on_cell_execute=execute,
        on_cell_executed=executed,
    )


def failed_cell(notebook, index, error):
    """The cell that stopped the run; without an index, the kernel did not even start."""
    if index is None:
        return {"number": 0, "cell": 0, "source": "", "message": message_of(error)}
    number = code_cells(notebook).index(index) + 1
    source = notebook.cells[index].source.strip().split("\n")[0]
    return {"number": number, "cell": index + 1, "source": source, "message": message_of(error)}


def message_of(error):
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}".rstrip(".")
    if isinstance(error, CellTimeoutError):
        return "the cell took longer than it may"
    if isinstance(error, DeadKernelError):
        return "the kernel ended"
    return f"{type(error).__name__}: {error}"


def describe_pictures(notebook):
    """Gives each picture that stands for an interactive view its text as alternative text."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data and "text/html" not in data:
                text = " ".join(data.get("text/plain", "").split())
                output.metadata.setdefault("image/png", {}).setdefault("alt", text[:1000])


def save(notebook, path, job):
    describe_pictures(notebook)
    nbformat.write(notebook, path)
    exporter = HTMLExporter(
        template_name="offline", extra_template_basedirs=[job["templates"]], embed_images=True
    )
    resources = {"metadata": {"name": path.stem, "path": job["cwd"]}}
    html, _ = exporter.from_notebook_node(notebook, resources)
    path.with_suffix(".html").write_text(html, encoding="utf-8")


async def end_kernel(client, manager):
    if client.kc is not None:
        client.kc.stop_channels()
    if manager.has_kernel:
        await manager.shutdown_kernel(now=True)


async def run_one(path, job):
    notebook = nbformat.read(path, as_version=4)
    strip_outputs(notebook)
    parameters = job["parameters"].get(path.stem, {})
    if parameters:
        set_parameters(notebook, parameters)
    target = Path(job["output"]) / path.name
    tell("notebook", name=path.stem, total=len(code_cells(notebook)))
    start = time.monotonic()
    progress = {"index": None}
    manager = make_manager(job)
    client = make_client(notebook, manager, job, progress)
    try:
        try:
            await client.async_execute()
        finally:
            await end_kernel(client, manager)
    except asyncio.CancelledError:
        save(notebook, target, job)
        raise
    except Exception as error:
        save(notebook, target, job)
        # nbclient takes any cancelling for the death of the kernel.
        if STOPPING.is_set():
            raise asyncio.CancelledError from error
        tell("failed", kept=str(target), **failed_cell(notebook, progress["index"], error))
        return False
    save(notebook, target, job)
    tell("done", seconds=time.monotonic() - start)
    return True


async def run_all(job):
    Path(job["output"]).mkdir(parents=True, exist_ok=True)
    for path in job["notebooks"]:
        if not await run_one(Path(path), job):
            return 1
    tell("end")
    return 0


class Run(threading.Thread):
    """The run, in a thread of its own: there nbclient leaves signals alone, and whether to stop
    is decided in one place, the end of standard input."""

    def __init__(self, job):
        super().__init__(daemon=True)
        self.job, self.loop, self.task = job, asyncio.new_event_loop(), None

    def run(self):
        self.task = self.loop.create_task(run_all(self.job))
        try:
            code = self.loop.run_until_complete(self.task)
        except asyncio.CancelledError:
            tell("stopped")
            code = 130
        except BaseException:
            traceback.print_exc()
            code = 1
        EVENTS.flush()
        sys.stderr.flush()
        os._exit(code)

    def stop(self):
        STOPPING.set()
        self.loop.call_soon_threadsafe(lambda: self.task.cancel())


def main():
    # Ctrl-C in a terminal reaches this process too; the parent decides, and closes the pipe.
    signal.signal(signal.SIGINT, lambda *_: None)
    run = Run(json.loads(sys.stdin.readline()))
    run.start()
    while sys.stdin.readline():
        pass
    run.stop()
    run.join()


if __name__ == "__main__":
    main()
