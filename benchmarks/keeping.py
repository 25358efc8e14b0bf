"""How long one mark takes on long texts in a real JupyterLab, and what keeping it costs.

``python -m benchmarks.keeping`` prints for each size, in milliseconds (median and worst of the marks made):
the task of the press itself, the keeper's part of that, the time until the mark is painted, and the longest
task in the second after it; and how often the file was written.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from kit import records
from kit.marks import tokens
from tests.browser.lab import Server, chromium, notebook

SENTENCE = "The council said on Monday that the pond may reopen in spring if the mud is gone by then"
MARKS = 12
FIGURES = ("task", "keeper in it", "painted", "longest task after")
PRESS = """async ([nth]) => {
  const root = document.querySelector('.second-look[data-question="q1"]');
  const text = root.querySelector('[data-part="text"]');
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let seen = 0, node = null;
  for (let n = walker.nextNode(); n; n = walker.nextNode())
    if (n.data.includes('zebra') && seen++ === nth) { node = n; break; }
  const at = node.data.indexOf('zebra');
  text.focus();
  document.getSelection().setBaseAndExtent(node, at, node, at + 5);
  let longest = 0;
  const watch = new PerformanceObserver(list => {
    for (const e of list.getEntries()) if (e.startTime > painted) longest = Math.max(longest, e.duration); });
  let painted = Infinity;
  watch.observe({ entryTypes: ['longtask'] });
  let keeper = 0;
  const fire = EventTarget.prototype.dispatchEvent;
  root.dispatchEvent = event => { // how long the question waits for whoever keeps the answer
    const from = performance.now(), answer = fire.call(root, event);
    keeper += performance.now() - from;
    return answer; };
  const frame = new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
  const start = performance.now();
  root.querySelector('button[data-label="source"]').click();
  const task = performance.now() - start;
  delete root.dispatchEvent;
  painted = await frame;
  await new Promise(done => setTimeout(done, 1000));
  watch.disconnect();
  return [task, keeper, painted - start, longest]; }"""


def question(length: int, marks: int) -> tuple[dict[str, Any], records.Record]:
    """A question about a text of ``length`` words, and its answer with ``marks`` marks."""
    every = length // (MARKS + 1)
    said = SENTENCE.split()
    words = [said[n % len(said)] if n % every else "zebra" for n in range(1, length + 1)]
    text = "\n".join(" ".join(words[n : n + 60]) + "." for n in range(0, length, 60))
    article = {"id": "long", "sha256": hashlib.sha256(text.encode()).hexdigest()}
    asked = {"v": 1, "exercise": "desk", "question": "q1", "kind": "marks", "graded": False}
    asked |= {"prompt": "Mark each source.", "article": article, "text": text, "key": []}
    asked |= {"passages": [{"start": 0, "end": len(text)}]}
    asked |= {"labels": [{"id": "source", "name": "Source", "letter": "s"}]}
    spans = [span for span in tokens(text) if text[slice(*span)] != "zebra"]
    value = {}
    for n in range(marks):
        start, end = spans[n * len(spans) // marks]
        value[f"m{n}"] = {"start": start, "end": end, "label": "source", "quote": text[start:end]}
    answer = records.blank("desk", "q1", "marks", article)
    return asked, answer | {"value": value, "sheet": "s1", "revision": 1, "saved_at": records.now()}


def written(length: int, marks: int) -> dict[str, Any]:
    """The notebook with that question, as it looks after it was run."""
    asked, answer = question(length, marks)
    made = notebook('import kit\nkit.exercise("desk")', 'kit.mark("q1")')
    data = {records.QUESTION_MIME: {"question": asked, "answer": answer}, "text/plain": "q1"}
    made["cells"][1]["outputs"] = [
        {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
    ]
    for owner in (made, made["cells"][1]):
        owner["metadata"][records.NAMESPACE] = {"q1": answer}
    return made


def is_write(request: Any) -> bool:
    return request.method == "PUT" and "/api/contents/" in request.url


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", default=["5000:400", "50000:400"], help="words:marks")
    sizes = [tuple(map(int, size.split(":"))) for size in parser.parse_args().sizes]
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        server = Server("lab", Path(folder)).start()
        try:
            for words, marks in sizes:
                server.write("a.ipynb", written(words, marks))
                start = time.perf_counter()
                desk = server.open(browser, wait=".second-look:visible mark")
                opened = time.perf_counter() - start
                puts: list[str] = []
                desk.page.on(
                    "request",
                    lambda r, puts=puts: r.method == "PUT" and "contents" in r.url and puts.append(r.url),
                )
                found = [desk.page.evaluate(PRESS, [nth]) for nth in range(MARKS)]
                time.sleep(2)
                made = len(records.live_marks(server.read()["metadata"][records.NAMESPACE]["q1"]))
                print(f"{words:,} words, {marks} marks: opened in {opened:.1f} s; {len(puts)} writes")
                assert made == marks + MARKS, made
                for name, values in zip(FIGURES, zip(*found, strict=True), strict=True):
                    print(f"  {name:20}{statistics.median(values):7.0f} ms   worst {max(values):5.0f} ms")
                desk.page.context.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
