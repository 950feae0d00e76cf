// Keeps the reader's choice of 长者版 from page to page. Without it the switch works on the page it stands on.
(() => {
  const KEY = 'huikan-elder';
  const box = document.getElementById('elder');
  const root = document.documentElement;
  if (!box) return;
  // A browser may keep nothing for this site, and say so by an error.
  const kept = (work) => { try { return work(localStorage); } catch { return null; } };
  const show = () => root.classList.toggle('elder', box.checked);
  const recall = () => { box.checked = Boolean(kept((store) => store.getItem(KEY))); show(); };

  box.addEventListener('change', () => {
    show();
    kept((store) => (box.checked ? store.setItem(KEY, '1') : store.removeItem(KEY)));
  });
  recall();
  // Back to a page that was only put aside, or chosen in another window.
  addEventListener('pageshow', (event) => { if (event.persisted) recall(); });
  addEventListener('storage', (event) => { if (event.key === KEY || event.key === null) recall(); });
})();
