/* Put into pages by `huikan serve` only. One connection to the server; each message holds all that this
   page should show: reload or not, stylesheets to swap, errors over the page, the bar at the bottom.
   Text from files is only ever set as text. Plain old JavaScript: an editor's browser may be old. */
(function () {
  'use strict';
  var me = document.currentScript || document.querySelector('script[data-tag][data-path]');
  if (!me || !window.EventSource || window.__huikan) return;
  window.__huikan = true;

  var ZH = {
    errors: function (n) { return n + ' 个错误'; },
    warnings: function (n) { return n + ' 个警告'; },
    more: function (n) { return '还有 ' + n + ' 个，见终端'; },
    title: '会刊有错误，网页仍是上一次的',
    wait: '改好后这里会自动消失。',
    close: '关闭（Esc）', hide: '收起', show: '会刊预览',
    copy: '点一下复制路径', copied: '已复制', inspect: '模板数据',
    none: '这一页没有源文件', lost: '预览已断开，正在重连…',
    draft: '草稿', future: '未到发布时间', expired: '已到期', bar: '会刊预览'
  };
  var EN = {
    errors: function (n) { return n + (n === 1 ? ' error' : ' errors'); },
    warnings: function (n) { return n + (n === 1 ? ' warning' : ' warnings'); },
    more: function (n) { return n + ' more in the terminal'; },
    title: 'The bulletin has errors; this is the last good site',
    wait: 'This goes away once they are mended.',
    close: 'Close (Esc)', hide: 'Hide', show: 'huikan',
    copy: 'Click to copy the path', copied: 'Copied', inspect: 'Template data',
    none: 'This page has no source file', lost: 'Connection lost, trying again…',
    draft: 'Draft', future: 'Not yet due', expired: 'Expired', bar: 'huikan preview'
  };
  var words = me.getAttribute('data-lang') === 'en' ? EN : ZH;
  var path = me.getAttribute('data-path');
  var tag = me.getAttribute('data-tag');
  var own = me.src.replace(/live\.js.*$/, '');

  /* ---- what outlives a reload: one place for the tab, one for the browser ---- */

  function kept(store, key, value) {
    try {
      if (value === undefined) return window[store].getItem(key);
      if (value === null) window[store].removeItem(key);
      else window[store].setItem(key, value);
    } catch (e) { /* storage may be forbidden */ }
    return null;
  }

  var PLACE = 'huikan-place';

  function reload() {
    leave();
    kept('sessionStorage', PLACE, JSON.stringify([location.href, window.pageXOffset, window.pageYOffset]));
    location.reload();
  }

  function restore() {
    var place = kept('sessionStorage', PLACE);
    if (!place) return;
    kept('sessionStorage', PLACE, null);
    try { place = JSON.parse(place); } catch (e) { return; }
    if (place[0] !== location.href) return;
    var root = document.documentElement;
    var go = function () {
      var smooth = root.style.scrollBehavior;
      root.style.scrollBehavior = 'auto';
      window.scrollTo(place[1], place[2]);
      root.style.scrollBehavior = smooth;
    };
    go();
    /* Pictures that come later push the text down: again when all is there, unless the reader moved on. */
    if (document.readyState === 'complete') return;
    var moved = false;
    var move = function () { moved = true; };
    var signs = ['wheel', 'touchstart', 'keydown', 'mousedown'];
    signs.forEach(function (sign) { window.addEventListener(sign, move); });
    window.addEventListener('load', function () {
      if (!moved) go();
      signs.forEach(function (sign) { window.removeEventListener(sign, move); });
    });
  }

  /* ---- stylesheets ---- */

  function swap(from, to) {
    var links = document.querySelectorAll('link[rel~="stylesheet"]');
    for (var i = 0; i < links.length; i++) {
      var link = links[i];
      var now = link.getAttribute('data-huikan-href') || link.getAttribute('href');
      if (now === from) replace(link, to);
    }
  }

  /* The old sheet stays until the new one is there: no moment without any. */
  function replace(link, to) {
    var next = link.cloneNode(false);
    var again = (to.indexOf('?') < 0 ? '?' : '&') + 'huikan=' + Date.now();
    next.setAttribute('data-huikan-href', to);
    next.href = link.getAttribute('href') === to || link.getAttribute('data-huikan-href') === to ? to + again : to;
    link.setAttribute('data-huikan-href', '');
    next.onload = next.onerror = function () {
      if (link.parentNode) link.parentNode.removeChild(link);
    };
    link.parentNode.insertBefore(next, link.nextSibling);
  }

  /* ---- small helpers for what is shown ---- */

  function make(name, kind, text) {
    var node = document.createElement(name);
    if (kind) node.className = kind;
    if (text) node.appendChild(document.createTextNode(text));
    return node;
  }

  function button(kind, text, act) {
    var node = make('button', kind, text);
    node.type = 'button';
    node.addEventListener('click', act);
    return node;
  }

  function empty(node) { while (node.firstChild) node.removeChild(node.firstChild); }

  function copy(text, done) {
    var old = function () {
      var area = make('textarea', '', '');
      area.value = text;
      area.style.position = 'fixed';
      area.style.opacity = '0';
      document.body.appendChild(area);
      area.select();
      try { if (document.execCommand('copy')) done(); } catch (e) { /* nothing to be done */ }
      document.body.removeChild(area);
    };
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(text).then(done, old);
    } else old();
  }

  function copier(kind, text) {
    var node = button(kind, text, function () {
      copy(text, function () {
        node.classList.add('copied');
        say(words.copied);
        setTimeout(function () { node.classList.remove('copied'); }, 1200);
      });
    });
    node.title = words.copy;
    node.setAttribute('data-copied', words.copied);
    return node;
  }

  function list(told) {
    var all = make('ul', 'list');
    told.items.forEach(function (item) {
      var one = make('li', item.error ? 'item error' : 'item');
      if (item.place) one.appendChild(copier('place', item.place));
      one.appendChild(make('pre', '', item.text));
      all.appendChild(one);
    });
    var rest = told.count - told.items.length;
    if (rest > 0) all.appendChild(make('li', 'rest', words.more(rest)));
    return all;
  }

  /* ---- the bar and the overlay, in a tree of their own where the theme's styles do not reach ---- */

  var host = make('div');
  host.id = 'huikan-live';
  host.style.display = 'none';
  var tree = host.attachShadow ? host.attachShadow({ mode: 'open' }) : host;
  var sheet = make('link');
  sheet.rel = 'stylesheet';
  sheet.href = own + 'live.css';
  sheet.onload = function () { host.style.display = ''; };
  tree.appendChild(sheet);
  var top = make('div', 'huikan');
  top.lang = words === EN ? 'en' : 'zh';
  tree.appendChild(top);

  var overlay = make('section', 'overlay');
  overlay.setAttribute('role', 'dialog');
  overlay.setAttribute('aria-labelledby', 'huikan-title');
  overlay.hidden = true;
  var bar = make('section', 'bar');
  bar.setAttribute('aria-label', words.bar);
  var live = make('div', 'unseen');
  live.setAttribute('role', 'status');
  top.appendChild(overlay);
  top.appendChild(bar);
  top.appendChild(live);

  function say(text) {
    empty(live);
    live.appendChild(document.createTextNode(text));
  }

  var shown = null;      /* the newest message */
  var dismissed = '';    /* the errors that the reader has closed */
  var opened = false;    /* whether the warnings are open */
  var lost = false;
  var before = null;     /* what had the focus before the overlay */

  function said(told) { return JSON.stringify(told); }

  function focused() { return tree.activeElement || document.activeElement; }

  function drawOverlay() {
    var errors = shown.errors;
    var wanted = errors.count > 0 && shown.about && dismissed !== said(errors);
    if (!wanted) {
      var held = !overlay.hidden && overlay.contains(focused());
      overlay.hidden = true;
      empty(overlay);
      if (held && before && before.focus) before.focus();
      before = null;
      return;
    }
    var fresh = overlay.hidden;
    if (!fresh && overlay.getAttribute('data-said') === said(errors)) return;
    if (fresh) before = document.activeElement;
    overlay.setAttribute('data-said', said(errors));
    empty(overlay);
    var head = make('header', 'head');
    var title = make('h2', '', words.title);
    title.id = 'huikan-title';
    head.appendChild(title);
    head.appendChild(make('p', '', words.errors(errors.count) + (words === EN ? '. ' : '。') + words.wait));
    var close = button('close', '×', function () { dismiss(); });
    close.setAttribute('aria-label', words.close);
    close.title = words.close;
    head.appendChild(close);
    overlay.appendChild(head);
    overlay.appendChild(list(errors));
    overlay.hidden = false;
    if (fresh) close.focus();
    say(words.title);
  }

  function dismiss() {
    dismissed = said(shown.errors);
    draw();
  }

  function drawBar() {
    var folded = kept('localStorage', 'huikan-bar') === 'folded';
    var about = shown.about;
    var within = bar.contains(focused()) && focused().getAttribute('data-name');
    empty(bar);
    bar.className = folded ? 'bar folded' : 'bar';
    var row = make('div', 'row');
    if (shown.errors.count > 0 && about) {
      row.appendChild(button('badge error', words.errors(shown.errors.count), function () {
        dismissed = '';
        draw();
      }));
    }
    if (lost) row.appendChild(make('span', 'badge', words.lost));
    if (folded) {
      row.appendChild(named('fold', button('fold', words.show, fold)));
    } else if (about) {
      if (about.hidden) row.appendChild(make('span', 'badge mark', words[about.hidden]));
      row.appendChild(about.source ? named('source', copier('source', about.source)) : make('span', 'none', words.none));
      if (about.warnings.count > 0) row.appendChild(warnings(about.warnings));
      var inspect = make('a', 'inspect', words.inspect);
      inspect.href = own + 'inspect?path=' + encodeURIComponent(about.file);
      inspect.target = '_blank';
      inspect.rel = 'noopener';
      row.appendChild(inspect);
      row.appendChild(named('fold', button('fold', words.hide, fold)));
    }
    if (!folded && opened && about && about.warnings.count > 0) {
      var panel = list(about.warnings);
      panel.id = 'huikan-warnings';
      bar.appendChild(panel);
    }
    bar.appendChild(row);
    bar.hidden = !row.firstChild;
    var again = within && bar.querySelector('[data-name="' + within + '"]');
    if (again) again.focus();
    room(folded || bar.hidden ? 0 : row.offsetHeight);
  }

  function named(name, node) {
    node.setAttribute('data-name', name);
    return node;
  }

  function warnings(told) {
    var node = named('warnings', button('badge', words.warnings(told.count), function () {
      opened = !opened;
      draw();
    }));
    node.setAttribute('aria-expanded', opened ? 'true' : 'false');
    node.setAttribute('aria-controls', 'huikan-warnings');
    return node;
  }

  function fold() {
    var folded = kept('localStorage', 'huikan-bar') === 'folded';
    kept('localStorage', 'huikan-bar', folded ? null : 'folded');
    draw();
  }

  /* The last line of the page can be scrolled above the bar. */
  function room(height) {
    document.documentElement.style.paddingBottom = height ? height + 'px' : '';
  }

  function draw() {
    if (!shown) return;
    drawOverlay();
    drawBar();
  }

  document.addEventListener('keydown', function (event) {
    if ((event.key === 'Escape' || event.key === 'Esc') && shown && !overlay.hidden) dismiss();
  });
  sheet.addEventListener('load', draw);
  window.addEventListener('resize', draw);

  /* ---- the connection ---- */

  var source = null;
  var timer = 0;

  function heed(event) {
    var message = JSON.parse(event.data);
    lost = false;
    if (message.reload) return reload();
    tag = message.tag;
    message.styles.forEach(function (pair) { swap(pair[0], pair[1]); });
    if (message.errors.count === 0) dismissed = '';
    shown = message;
    draw();
    document.documentElement.setAttribute('data-huikan', 'live');
  }

  function listen() {
    leave();
    source = new EventSource(own + 'events?path=' + encodeURIComponent(path) + '&tag=' + encodeURIComponent(tag));
    source.onmessage = heed;
    source.onerror = function () {
      lost = true;
      document.documentElement.setAttribute('data-huikan', 'lost');
      draw();
      /* Begun anew, not resumed: the tag may be another by now, and some browsers give up by themselves. */
      leave();
      timer = setTimeout(listen, 500);
    };
  }

  function leave() {
    clearTimeout(timer);
    if (source) source.close();
    source = null;
  }

  /* A browser keeps few connections to one server. Pages that nobody sees give theirs back, and look
     what they missed when they are seen again. */
  function watch() {
    if (document.hidden) leave();
    else listen();
  }

  document.addEventListener('visibilitychange', watch);
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', function (event) { if (event.persisted) watch(); });

  restore();
  document.body.appendChild(host);
  watch();
})();
