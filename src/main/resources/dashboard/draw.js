// Elements and pictures. Nothing is made anew that is there already, so that the focus and what is read out stay where they are.

const SVG = 'http://www.w3.org/2000/svg';
const SPAN = 900000;

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'class') node.className = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(child => child != null));
  return node;
}

export function text(node, words) {
  const now = String(words);
  if (node.textContent !== now) node.textContent = now;
  return node;
}

export function set(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function s(tag, attributes = {}) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function picture(width, height, className) {
  return s('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', class: className, role: 'img', focusable: 'false' });
}

// ---- A line over the quarter of an hour ----

export function spark(className = '') {
  const svg = picture(180, 32, `spark ${className}`);
  const [area, line] = [s('path', { class: 'area' }), s('path', { class: 'line' })];
  const upTo = s('path', { class: 'bound' });
  svg.append(s('path', { class: 'unknown', d: 'M0 31.5H180' }), upTo, area, line);
  // With a bound as a second line, which is at the top where it is far away.
  svg.draw = (values, label, floor = 1, bounds = []) => {
    const highest = Math.max(floor, ...values.map(value => value ?? 0));
    const most = Math.max(highest, ...bounds.filter(bound => bound <= 4 * highest));
    const y = value => (31 - 29 * value / most).toFixed(1);
    let path = '';
    let fill = '';
    let from = -1;
    values.forEach((value, i) => {
      if (value === null) return;
      const begins = i === 0 || values[i - 1] === null;
      path += `${begins ? 'M' : 'L'}${i} ${y(value)}`;
      if (begins) from = i;
      fill += begins ? `M${i} 32L${i} ${y(value)}` : `L${i} ${y(value)}`;
      if (i === values.length - 1 || values[i + 1] === null) fill += `L${i} 32Z`;
    });
    upTo.setAttribute('d', bounds.map((bound, i) => bound === null ? ''
      : `${i === 0 || bounds[i - 1] === null ? 'M' : 'L'}${i} ${y(Math.min(bound, most))}`).join(''));
    line.setAttribute('d', path);
    area.setAttribute('d', fill);
    set(svg, 'aria-label', label);
  };
  return svg;
}

// ---- Several, one upon the other ----

export function stack(names) {
  const svg = picture(179, 100, 'stack');
  const paths = names.map(name => svg.appendChild(s('path', { class: `layer ${name}` })));
  svg.draw = (layers, label) => {
    const sums = layers[0].map((_, i) => layers.reduce((sum, layer) => sum + (layer[i] ?? 0), 0));
    const most = Math.max(1, ...sums);
    let below = sums.map(() => 0);
    layers.forEach((layer, n) => {
      const upTo = below.map((value, i) => value + (layer[i] ?? 0));
      const y = value => (100 - 96 * value / most).toFixed(1);
      paths[n].setAttribute('d', layer.every(value => !value) ? '' : `M${upTo.map((v, i) => `${i} ${y(v)}`).join('L')}L${
        below.map((v, i) => `${i} ${y(v)}`).reverse().join('L')}Z`);
      below = upTo;
    });
    set(svg, 'aria-label', label);
  };
  return svg;
}

// ---- A circuit's lane: the height says the state as well as the colour ----

const SHAPES = { CLOSED: [11, 4], HALF_OPEN: [6, 14], OPEN: [2, 22] };

export function lane() {
  const svg = picture(1000, 30, 'lane');
  svg.append(s('path', { class: 'unknown', d: 'M0 13H1000' }));
  const paths = Object.fromEntries(Object.keys(SHAPES).map(state =>
    [state, svg.appendChild(s('path', { class: state.toLowerCase() }))]));
  const good = svg.appendChild(s('path', { class: 'probe good' }));
  const bad = svg.appendChild(s('path', { class: 'probe bad' }));
  const reset = svg.appendChild(s('path', { class: 'probe reset' }));
  svg.draw = (stays, now, label) => {
    const x = at => Math.max(0, Math.min(1000, 1000 * (1 - (now - at) / SPAN)));
    const drawn = { CLOSED: '', HALF_OPEN: '', OPEN: '' };
    let [well, ill, anew] = ['', '', ''];
    stays.forEach((stay, i) => {
      const from = x(stay.at);
      const to = i + 1 < stays.length ? x(stays[i + 1].at) : 1000;
      const [top, height] = SHAPES[stay.state];
      drawn[stay.state] += `M${from.toFixed(1)} ${top}H${to.toFixed(1)}v${height}H${from.toFixed(1)}Z`;
      if (stay.isReset && from > 0) {
        anew += `M${from.toFixed(1)} 0V8`;
      } else if (i && stays[i - 1].state === 'HALF_OPEN' && from > 0) {
        if (stay.state === 'CLOSED') well += `M${from.toFixed(1)} 0V30`;
        else ill += `M${from.toFixed(1)} 25V30`;
      }
    });
    for (const state of Object.keys(drawn)) paths[state].setAttribute('d', drawn[state]);
    good.setAttribute('d', well);
    bad.setAttribute('d', ill);
    reset.setAttribute('d', anew);
    set(svg, 'aria-label', label);
  };
  return svg;
}

// ---- The whole service's course ----

export function course() {
  const svg = picture(180, 10, 'bars');
  const paths = ['well', 'degraded', 'failing'].map(state => svg.appendChild(s('path', { class: state })));
  svg.draw = (values, label) => {
    paths.forEach((path, state) => path.setAttribute('d',
      values.map((value, i) => value === state ? `M${i} 0h1v10h-1Z` : '').join('')));
    set(svg, 'aria-label', label);
  };
  return svg;
}

export function axis() {
  return h('p', { class: 'axis', 'aria-hidden': 'true' }, h('span', {}, '15 min ago'), h('span', {}, '10'), h('span', {}, '5'), h('span', {}, 'now'));
}
