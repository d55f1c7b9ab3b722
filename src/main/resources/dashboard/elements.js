// The parts of the page, as custom elements. Each shows what the service said last.

import { axis, course, h, lane, set, spark, stack, text } from './draw.js';
import { action, post, purge } from './actions.js';
import * as say from './words.js';

class Part extends HTMLElement {
  rows = new Map();

  // One row for each key: made once, shown each time, and away when the key is.
  each(parent, list, key, make, show) {
    const keys = new Set();
    list.forEach(one => {
      const name = key(one);
      keys.add(name);
      if (!this.rows.has(name)) this.rows.set(name, make(one));
      const row = this.rows.get(name);
      if (row.node.parentNode !== parent) parent.append(row.node);
      show(row, one);
    });
    for (const [name, row] of this.rows) {
      if (!keys.has(name)) {
        row.node.remove();
        this.rows.delete(name);
      }
    }
  }
}

// ---- The service over the quarter of an hour ----

customElements.define('em-course', class extends Part {
  show({ history }) {
    if (!this.bars) this.append(this.bars = course(), axis());
    const values = history.of('condition');
    const bad = [1, 2].map(state => values.filter(value => value === state).length * history.step * 1000);
    this.bars.draw(values, `The last 15 minutes: degraded for ${say.duration(bad[0])}, failing for ${say.duration(bad[1])}`);
  }
});

// ---- Figures ----

const FIGURES = [
  ['Requests', ({ now }) => [say.rate(now.total.all), '/s'], 'requests', 1],
  ['Errors', ({ now }) => [say.percent(now.total.failed, now.total.all), '', now.total.failed > 0], 'requests failed', 1, 'bad'],
  ['p99', ({ now }) => [say.latency(now.total.p99), ''], 'requests p99', 100],
  ['Calls to event.com', ({ now }) => [say.rate(now.called.all), '/s'], 'calls', 1],
  ['Failed calls', ({ now }) => [say.percent(now.called.failed, now.called.all), '', now.called.failed > 0], 'calls failed', 1, 'bad'],
  ['Under way', ({ now }) => [say.number(now.bulkhead.running), ` of ${say.number(now.bulkhead.limit)}`], 'running', 4, '', 'limit'],
  ['Waiting', ({ now }) => [say.number(now.bulkhead.waiting), '', now.bulkhead.waiting > 0], 'waiting', 1],
];

customElements.define('em-figures', class extends Part {
  show(model) {
    if (!this.list) {
      this.append(this.list = h('dl', {}));
      this.figures = FIGURES.map(([name, words, series, floor, look, bound]) => {
        const [label, value, unit, line] = [h('dt', {}, name), h('b'), h('small'), spark(look)];
        this.list.append(h('div', {}, label, h('dd', {}, value, unit), h('dd', { class: 'picture' }, line)));
        return { name, label, words, series, floor, bound, value, unit, line };
      });
    }
    for (const { name, label, words, series, floor, bound, value, unit, line } of this.figures) {
      const [number, of, isBad] = words(model);
      text(value, number);
      text(unit, of);
      if (name === 'p99') text(label, `p99 (p50 ${say.latency(model.now.total.p50)})`);
      value.className = isBad ? 'bad' : '';
      line.draw(model.history.of(series), `${name} over the last 15 minutes${bound ? `, and its ${bound}` : ''}`, floor,
        bound && model.history.of(bound));
    }
  }
});

// ---- Circuits ----

function state(circuit, now) {
  const seconds = Math.ceil(circuit.waitMs / 1000);
  switch (circuit.state) {
    case 'OPEN': return ['open', circuit.waitMs ? `next probe in ${seconds} s` : 'the next call is the probe'];
    case 'HALF_OPEN': return ['half-open', circuit.waitMs ? 'probe under way' : 'the next call is the probe'];
    default: return ['closed', circuit.failures ? `${circuit.failures} failed just now` : `for ${say.duration(now - circuit.since)}`];
  }
}

function inAll(stays, now, which) {
  return stays.reduce((sum, stay, i) => sum + (stay.state === which
    ? (stays[i + 1]?.at ?? now) - Math.max(stay.at, now - 900000) : 0), 0);
}

// Why the limit moved.
const MOVED = { growth: 'growth', latency: 'slow answers', refusal: 'refusals', recovery: 'recovery after an outage', measurement: 'a measurement' };

customElements.define('em-circuits', class extends Part {
  show({ now, history, about }) {
    if (!this.list) {
      this.append(h('p', { class: 'columns', 'aria-hidden': 'true' }, h('span'), axis(), h('span', { class: 'figures-of' },
        h('span', {}, 'calls/s'), h('span', {}, 'failed'), h('span', {}, 'retries/s'), h('span', {}, 'p50'), h('span', {}, 'p99')),
      about.actions ? h('span', { class: 'does' }) : null), this.list = h('ul', { class: 'circuits' }), this.tries = h('p', { class: 'quiet' }));
    }
    const { limit, most, moved } = now.bulkhead;
    text(this.tries, `At most ${say.number(limit)} calls at once${limit < most ? `, of ${say.number(most)} that may be` : ''}${
      moved ? `; last moved: ${MOVED[moved]}` : ''}. Second tries left: ${say.number(now.budget)}.${
      now.hedges ? ` Hedges since the start: ${say.number(now.hedges.won)} won, ${say.number(now.hedges.lost)} lost.` : ''}`);
    const calls = new Map(now.calls.map(call => [call.name, call]));
    this.each(this.list, now.circuits, circuit => circuit.name, circuit => {
      const [chip, wait, line] = [h('span', { class: 'chip' }), h('span', { class: 'wait' }), lane()];
      const figures = ['calls/s', 'failed', 'retries/s', 'p50', 'p99'].map(name => [name, h('dd')]);
      const reset = about.actions && action('Reset', {
        about: `Reset ${circuit.name}`, title: `Reset ${circuit.name}?`, verb: 'Reset',
        words: 'It closes, and its failures are forgotten. If event.com is still down, the next calls only fail.',
        path: `circuits/${circuit.name}/reset`, done: `The circuit ${circuit.name} was reset.` });
      return { chip, wait, line, figures: figures.map(([, node]) => node), node: h('li', {},
        h('div', { class: 'name' }, h('h3', {}, circuit.name), chip, wait), line,
        h('dl', { class: 'figures-of' }, ...figures.map(([name, node]) => h('div', {}, h('dt', {}, name), node))),
        reset ? h('div', { class: 'does' }, reset) : null) };
    }, (row, circuit) => {
      const [word, wait] = state(circuit, now.at);
      text(row.chip, word);
      row.chip.className = `chip ${word}`;
      text(row.wait, wait);
      set(row.node, 'data-circuit', circuit.name);
      set(row.node, 'data-state', circuit.state);
      const stays = history.lanes.get(circuit.name) ?? [];
      const open = inAll(stays, now.at, 'OPEN');
      row.line.draw(stays, now.at, `${circuit.name}: ${word}${open ? `; open for ${say.duration(open)} in the last 15 minutes` : ''}`);
      const call = calls.get(circuit.name) ?? { all: 0, failed: 0, retried: 0, p50: -1, p99: -1 };
      [say.rate(call.all), say.percent(call.failed, call.all), say.rate(call.retried), say.latency(call.p50), say.latency(call.p99)]
        .forEach((words, i) => text(row.figures[i], words));
      row.figures[1].className = call.failed ? 'bad' : '';
    });
  }
});

// ---- Routes ----

customElements.define('em-routes', class extends Part {
  show({ now, history }) {
    if (!this.body) {
      this.append(h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'route'),
        h('th', { scope: 'col', class: 'wide' }, '15 min'), ...['req/s', '4xx', '5xx', 'p50', 'p99'].map(name =>
          h('th', { scope: 'col', class: name === '4xx' || name === 'p50' ? 'wide' : '' }, name)))), this.body = h('tbody')));
      this.append(this.none = h('p', { class: 'none' }, 'No requests in the last 15 minutes.'));
    }
    const asked = now.routes.filter(route => route.all || history.of(`requests ${route.name}`).some(value => value));
    this.none.hidden = asked.length > 0;
    this.each(this.body, asked, route => route.name, route => {
      const line = spark();
      const cells = [0, 1, 2, 3, 4].map(i => h('td', { class: i === 1 || i === 3 ? 'wide' : '' }));
      const [method, path] = route.name.split(' ');
      const shown = path === 'other' ? 'refused early, or no route' : path;
      return { line, cells, node: h('tr', {}, h('th', { scope: 'row' }, h('span', { class: 'method' }, method), ' ', shown),
        h('td', { class: 'wide' }, line), ...cells) };
    }, (row, route) => {
      row.line.draw(history.of(`requests ${route.name}`), `${route.name} over the last 15 minutes`);
      [say.rate(route.all), say.percent(route.refused, route.all), say.percent(route.failed, route.all), say.latency(route.p50), say.latency(route.p99)]
        .forEach((words, i) => text(row.cells[i], words));
      row.cells[2].classList.toggle('bad', route.failed > 0);
    });
  }
});

// ---- Cache ----

const LAYERS = [['fetched', 'fetched from event.com'], ['shared', "shared another's call"], ['redis', 'from Redis'], ['fresh', 'fresh from the cache'], ['stale', 'last good answer (stale)']];

customElements.define('em-cache', class extends Part {
  show({ now, history, about }) {
    if (!this.picture) {
      this.values = new Map();
      this.append(this.picture = stack(LAYERS.map(([name]) => name)), axis(), h('ul', { class: 'legend' },
        ...LAYERS.map(([name, words]) => {
          const value = h('b');
          this.values.set(name, value);
          return h('li', { hidden: name === 'redis' && now.redis === 'none' }, h('i', { class: `k ${name}` }), h('span', {}, words), value);
        })), this.holds = h('p', { class: 'quiet' }));
      if (about.actions) this.append(this.doings());
    }
    const series = Object.fromEntries(LAYERS.map(([name]) => [name, history.of(`cache ${name}`)]));
    // What Redis brought is counted as fresh or stale as well.
    series.redis.forEach((value, i) => {
      const ofFresh = Math.min(value ?? 0, series.fresh[i] ?? 0);
      if (ofFresh) series.fresh[i] -= ofFresh;
      if (value > ofFresh) series.stale[i] = Math.max(0, (series.stale[i] ?? 0) - value + ofFresh);
    });
    const layers = LAYERS.map(([name]) => series[name]);
    LAYERS.forEach(([name], i) => {
      const latest = layers[i].slice(-2).filter(value => value !== null);
      text(this.values.get(name), `${say.rate(latest.reduce((a, b) => a + b, 0), latest.length || 1)}/s`);
    });
    this.picture.draw(layers, `Reads over the last 15 minutes, by where the answer came from`);
    const kinds = Object.entries(now.cache);
    text(this.holds, `Holds ${kinds.map(([name, kind]) => `${say.number(kind.entries)} ${name}`).join(', ')}: ${
      say.bytes(kinds.reduce((sum, [, kind]) => sum + kind.bytes, 0))}`);
  }

  doings() {
    const kind = h('select', { 'aria-label': 'What to purge' }, h('option', { value: 'user' }, 'user'), h('option', { value: 'event' }, 'event'));
    const id = h('input', { 'aria-label': 'Its id', placeholder: 'id', autocomplete: 'off', spellcheck: 'false' });
    const form = h('form', { class: 'doings' }, action('Clear the cache', { title: 'Clear the cache?', verb: 'Clear',
      words: 'All answers are forgotten, last good ones too: while event.com is down, reads become errors. With a Redis, on all replicas.',
      path: 'cache/clear', done: 'The cache was cleared.' }), h('span', { class: 'join' }, kind, id, h('button', { class: 'action' }, 'Purge')));
    form.addEventListener('submit', async event => {
      event.preventDefault();
      if (id.value.trim() && await purge(kind.value, id.value.trim())) id.value = '';
    });
    return form;
  }
});

// ---- Accepted adds ----

customElements.define('em-deliveries', class extends Part {
  show({ now, history, about }) {
    document.getElementById('deliveries').hidden = !now.deliveries;
    if (!now.deliveries) return;
    if (!this.list) {
      this.words = h('p', {});
      this.line = spark('tall');
      this.append(h('div', { class: 'backlog' }, this.words, this.line), this.list = h('ul', { class: 'lost' }),
        this.none = h('p', { class: 'quiet' }));
    }
    const { accepted, sending, oldestMs, limit } = now.deliveries;
    text(this.words, accepted + sending ? `Waiting: ${say.number(accepted)}; being sent: ${say.number(sending)}. The oldest was accepted ${
      say.duration(oldestMs)} ago. At most ${say.number(limit)} may wait.` : 'None waits.');
    this.words.className = oldestMs > 60000 ? 'bad' : '';
    this.line.draw(history.of('backlog'), 'Accepted adds that wait, over the last 15 minutes');
    text(this.none, now.lost ? 'None was rejected or expired of late.' : 'What was rejected or expired isn’t known: the database hasn’t said so yet, or is down.');
    this.none.hidden = now.lost?.length > 0;
    this.each(this.list, now.lost ?? [], one => one.id, one => {
      const doing = (label, verb, words) => action(label, { about: `${label} ${one.id}`, title: `${label} this add?`, verb: label, words,
        path: `deliveries/${one.id}/${verb}`, done: `The add ${one.id} was ${verb === 'retry' ? 'put back to be sent' : 'discarded'}.` });
      return { node: h('li', {}, h('span', { class: 'chip open' }, one.state), h('code', {}, one.id),
        h('span', {}, `${one.problem ? `${one.problem}, ` : ''}accepted ${say.clock(one.acceptedAt)}, attempts: ${one.attempts}`),
        about.actions ? h('span', { class: 'does' }, doing('Retry', 'retry', 'It is sent again. Not if its client has sent it again by itself.'),
          doing('Discard', 'discard', 'It is never sent.')) : null) };
    }, () => {});
  }
});

// ---- The stand-in ----

const MODES = [['recover', 'As event.com is'], ['fail', 'Fail'], ['slow', 'Hang'], ['close', 'Close connections']];

customElements.define('em-stand-in', class extends Part {
  show({ now, about }) {
    document.getElementById('stand-in').hidden = !about.plays;
    if (!about.plays) return;
    if (!this.buttons) {
      this.buttons = MODES.map(([mode, label]) => h('button', { type: 'button', class: 'action', 'data-mode': mode,
        onclick: () => post(`stand-in/${mode}`, `The stand-in: ${label.toLowerCase()}.`) }, label));
      this.append(h('div', { class: 'join', role: 'group', 'aria-labelledby': 'stand-in-title' }, ...this.buttons));
    }
    // Another one may have pressed it.
    this.buttons.forEach(button => set(button, 'aria-pressed', String(button.dataset.mode === now.standIn)));
  }
});

// ---- What happened ----

customElements.define('em-log', class extends Part {
  show({ history }) {
    if (!this.list) this.append(this.list = h('ol', { class: 'log', tabindex: '0', 'aria-labelledby': 'log-title' }), this.none = h('p', { class: 'none' }, 'No circuit has changed since the start.'));
    if (this.seen === history.seen && this.of === history) return;
    this.seen = history.seen;
    this.of = history;
    this.none.hidden = history.log.length > 0;
    this.list.hidden = history.log.length === 0;
    this.list.replaceChildren(...history.log.slice().reverse().map(one => {
      const word = one.to.toLowerCase().replace('_', '-');
      return h('li', {}, h('time', { datetime: new Date(one.at).toISOString() }, say.clock(one.at)), h('span', { class: `chip ${word}` }, word),
        h('span', {}, h('b', {}, one.circuit), ` ${one.why}${one.openForMs ? `; for ${say.duration(one.openForMs)}` : ''}`));
    }));
  }
});

// ---- This replica ----

customElements.define('em-about', class extends Part {
  show({ now, about }) {
    if (this.of !== about) {
      this.of = about;
      this.words = null;
      this.states = ['database', 'redis'].map(name => [name, h('dd')]);
      this.up = h('dd');
      this.watchers = h('dd');
      const row = (name, value) => h('div', {}, h('dt', {}, name), value);
      this.replaceChildren(h('dl', { class: 'facts' }, row('replica', h('dd', {}, about.replica)), row('version', h('dd', {}, about.version)),
        row('up for', this.up), row('event.com', h('dd', {}, about.eventCom || (about.standIn ? 'the stand-in' : 'http://event.com'))),
        row('PostgreSQL', this.states[0][1]), row('Redis', this.states[1][1]), row('watchers', this.watchers)),
      this.replicas = h('ul', { class: 'replicas' }), h('h3', {}, 'Settings that differ from their defaults'), about.settings.length
        ? h('dl', { class: 'facts settings' }, ...about.settings.map(({ name, value }) => h('div', {}, h('dt', {}, name), h('dd', {}, value))))
        : h('p', { class: 'none' }, 'None.'));
    }
    text(this.up, say.duration(now.at - about.startedAt));
    text(this.watchers, now.watchers ?? 1);
    this.replicas.hidden = now.replicas.length < 2;
    const words = now.replicas.map(({ name, state, isThis }) => `${name}${isThis ? ' (this one)' : ''} ${state}`).join();
    if (words !== this.words) {
      this.words = words;
      this.replicas.replaceChildren(...now.replicas.map(({ name, state, isThis }) => h('li', {}, h('span', {}, name, isThis ? ' (this one)' : ''),
        h('span', { class: `chip ${{ well: 'closed', degraded: 'half-open' }[state] ?? 'open'}` }, state))));
    }
    for (const [name, node] of this.states) {
      text(node, now[name]);
      node.className = now[name] === 'down' ? 'bad' : '';
    }
  }
});
