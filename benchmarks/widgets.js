// Mounts each text marker in the same page, and times it from an event to the end of the frame that shows its effect.

/** A widget's model, as anywidget gives it: changes are heard at once. */
function modelOf(state) {
  const heard = {};
  return {
    get: name => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      for (const hear of heard[`change:${name}`] ?? []) hear();
    },
    save_changes() {},
    send() {},
    off() {},
    on: (name, hear) => (heard[name] ??= []).push(hear),
  };
}

/** Resolves when the frame that is being made now has been painted. */
const painted = () =>
  new Promise(done =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(0);
    }),
  );

const LABELS = ['claim', 'source', 'hedge', 'loaded'];
const COLOURS = ['#e69f00', '#56b4e9', '#009e73', '#cc79a7'];
const within = (root, selector) => [...root.querySelectorAll(selector)];

/** Each tool: prepare (not timed) gives mount (timed), and how to find its text and a mark in it. */
const TOOLS = {
  'Second Look': {
    skip: '.sl-letter',
    text: root => root.querySelector('[data-part="text"]'),
    has: (root, { start, end, quote }) =>
      !!root.querySelector(`[data-part="text"] mark[data-mark="${start}-${end}"]`) ||
      [...(CSS.highlights ?? [])].some(
        ([name, ranges]) => !name.includes('selection') && [...ranges].some(range => String(range) === quote),
      ),
    async prepare({ text, marks, words, aids }) {
      const { mount } = await import('/question.js'),
        article = { id: 'long', sha256: '0'.repeat(64) };
      const question = { v: 1, exercise: 'benchmark', question: 'q1', kind: 'marks', graded: true, prompt: 'Mark.' };
      Object.assign(question, { article, text, passages: [{ start: 0, end: text.length }], ...aids });
      question.labels = LABELS.map(id => ({ id, name: id, letter: id[0] }));
      const value = Object.fromEntries(marks.map((mark, n) => [`m${n}`, mark]));
      const record = { v: 1, exercise: 'benchmark', question: 'q1', kind: 'marks', article, value };
      Object.assign(record, { sheet: 's', revision: 1, saved_at: '2026-01-01T00:00:00.000Z' });
      return host => {
        host.addEventListener('second-look:answer', event => event.preventDefault());
        mount(host, question, record, words);
      };
    },
  },
  spanmark: {
    skip: '.so-inline-label',
    text: root => root.querySelector('.so-textlayer'),
    has: (root, { quote }) => within(root, 'mark').some(mark => mark.firstChild.data === quote),
    async prepare({ text, marks }) {
      const { default: widget } = await import('/rivals/spanmark/static/widget.js');
      const spans = marks.map((mark, n) => ({ ...mark, source: 'user', _id: `m${n}` }));
      const state = { text, labels: LABELS, spans, doc_id: 'long', index: 0, total: 1, answer: '', status: '' };
      Object.assign(state, { decided_count: 0, flagged_count: 0, trim_whitespace: true, allow_overlaps: false });
      return host => widget.render({ model: modelOf(state), el: host });
    },
  },
  TextHighlight: {
    skip: '.th-entity-tag, .th-delete-btn',
    text: root => root.querySelector('.th-text-area'),
    has: (root, { start, end }) => !!root.querySelector(`.th-entity[data-start="${start}"][data-end="${end}"]`),
    async prepare({ text, marks }) {
      const { default: widget } = await import('/rivals/wigglystuff/static/text-highlight.js');
      const state = { text, labels: LABELS, entities: marks.map(m => ({ ...m, text: m.quote })), editable: true };
      state.color_map = Object.fromEntries(LABELS.map((label, n) => [label, COLOURS[n]]));
      Object.assign(state, {
        allow_overlap: false,
        selection_mode: 'token',
        active_label: 'claim',
        selected_entity: -1,
      });
      return host => widget.render({ model: modelOf(state), el: host });
    },
  },
};

/** Milliseconds between two frames of this machine, the median of sixty. */
export async function frame() {
  const times = [];
  for (let n = 0; n < 61; n++) times.push(await new Promise(requestAnimationFrame));
  return times
    .slice(1)
    .map((time, n) => time - times[n])
    .sort((a, b) => a - b)[30];
}

let tool, root;

/** Mounts a tool; milliseconds from the call to the end of the first frame with its text on the screen. */
export async function firstPaint(name, task) {
  tool = TOOLS[name];
  const mount = await tool.prepare(task);
  root = document.body.appendChild(document.createElement('div'));
  await painted();
  const start = performance.now();
  mount(root);
  if (!tool.text(root)?.textContent) throw new Error(`${name} shows no text`);
  return (await painted()) - start;
}

/** Where a place of the text is on the screen, after scrolling to it: [x1, y1, x2, y2]. */
export function bring({ start, end }) {
  const walker = document.createTreeWalker(tool.text(root), NodeFilter.SHOW_TEXT),
    range = document.createRange();
  let at = 0,
    found = 0;
  // Paragraphs leave the line break out of the page, so the text is matched letter by letter without any space.
  const before = task => task.replace(/\s/g, '').length;
  const from = before(window.text.slice(0, start)),
    to = before(window.text.slice(0, end));
  for (let node = walker.nextNode(); node && found < 2; node = walker.nextNode()) {
    if (tool.skip && node.parentElement.closest(tool.skip)) continue;
    for (let n = 0; n < node.data.length; n++) {
      if (/\s/.test(node.data[n])) continue;
      if (at === from && found === 0) (range.setStart(node, n), (found = 1));
      at++;
      if (at === to) {
        range.setEnd(node, n + 1);
        found = 2;
        break;
      }
    }
  }
  if (found < 2) throw new Error(`the place ${start} to ${end} is not on the page`);
  for (let box = tool.text(root); box; box = box.parentElement) {
    const scrolls = /auto|scroll/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight;
    if (scrolls) box.scrollTop += range.getBoundingClientRect().top - box.getBoundingClientRect().top - 100;
  }
  scrollBy(0, range.getBoundingClientRect().top - 300);
  const rects = range.getClientRects(),
    [first, last] = [rects[0], rects[rects.length - 1]];
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}

/** Waits for an event, then for the mark: milliseconds from the event to the end of the frame that shows the mark. */
export function listen(type, mark) {
  window.took = new Promise((done, fail) => {
    addEventListener(
      type,
      async event => {
        for (let n = 0; n < 600; n++) {
          // the event's own handlers have run before its next frame is painted
          const at = await painted();
          if (tool.has(root, mark)) return done(at - event.timeStamp);
        }
        fail(new Error(`the mark on “${mark.quote}” never came`));
      },
      { capture: true, once: true },
    );
  });
}
