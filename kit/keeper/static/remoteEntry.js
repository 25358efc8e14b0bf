// @ts-check
// What JupyterLab loads first. It hands out two modules: the plug-in, and its style sheet. Hand-written: there is no build.
(() => {
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src,
    base = new URL('.', here);
  /** @type {Record<string, Record<string, { get: () => Promise<() => any>, loaded?: unknown }>>} */
  let scope;
  /** @param {string} version */
  const rank = version =>
    version
      .split(/[.+-]/)
      .slice(0, 3)
      .map(part => part.padStart(6, '0'))
      .join('');
  /** One of JupyterLab's own libraries: the version that it already runs, else the newest on offer. @param {string} name */
  const library = async name => {
    const offers = Object.entries(scope[name] ?? {}).sort(
      ([a, x], [b, y]) => Number(!!y.loaded) - Number(!!x.loaded) || rank(b).localeCompare(rank(a)),
    );
    if (!offers.length)
      throw new Error(
        `Second Look needs ${name}, and this JupyterLab does not share it: update JupyterLab to 4.6 or later.`,
      );
    return (await offers[0][1].get())();
  };
  const style = () => {
    const link = Object.assign(document.createElement('link'), {
      rel: 'stylesheet',
      href: new URL('second-look.css', base).href,
    });
    document.head.append(link);
  };
  const plugin = async () => {
    const [{ activate }, { load }, widgets, notebook, { ITranslator }, { IMainMenu }, dialogs] = await Promise.all([
      import(new URL('keeper.js', base).href),
      import(new URL('words.js', base).href),
      library('@lumino/widgets'),
      library('@jupyterlab/notebook'),
      library('@jupyterlab/translation'),
      library('@jupyterlab/mainmenu'),
      library('@jupyterlab/apputils'),
    ]);
    return {
      __esModule: true,
      default: {
        id: 'second-look:keeper',
        description: 'Keeps answers in the notebook file.',
        autoStart: true,
        requires: [notebook.INotebookTracker],
        optional: [ITranslator, IMainMenu],
        activate: async (
          /** @type {any} */ app,
          /** @type {any} */ tracker,
          /** @type {any} */ translator,
          /** @type {any} */ menu,
        ) => {
          const language = translator?.languageCode ?? document.documentElement.lang;
          const words = await load(new URL('words/', base), language);
          activate(app, tracker, { widgets, dialogs, menu, words });
        },
      },
    };
  };
  const page = /** @type {{ _JUPYTERLAB?: Record<string, unknown> }} */ (window),
    jupyterlab = (page._JUPYTERLAB ??= {});
  jupyterlab['second-look'] = {
    init: (/** @type {any} */ shared) => {
      scope = shared;
    },
    get: async (/** @type {string} */ name) => {
      if (name === './style') {
        style();
        return () => ({ __esModule: true });
      }
      const module = await plugin();
      return () => module;
    },
  };
})();
