// Hears the service, and shows what it says.

import { Stream } from './stream.js';
import { History } from './history.js';
import { h, text } from './draw.js';
import { clock, duration, justNow } from './words.js';
import './elements.js';

const root = document.documentElement;
const at = id => document.getElementById(id);
const parts = document.querySelectorAll('em-course, em-figures, em-circuits, em-routes, em-cache, em-deliveries, em-stand-in, em-log, em-about');
const COLOURS = { well: '#1f9d5c', degraded: '#d29922', failing: '#e5534b', disconnected: '#6b7480' };
const WORDS = { well: 'Well', degraded: 'Degraded', failing: 'Failing', disconnected: 'Disconnected' };

const model = { now: null, history: null, about: null };
let heard = 0;
let isLost = false;
let failures = 0;
let spoken = '';

function state(name) {
  if (root.dataset.state === name) return;
  root.dataset.state = name;
  document.title = `${WORDS[name]} · ${model.about?.replica ?? 'Event Management'}`;
  document.querySelector('link[rel=icon]').href = `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" fill="${COLOURS[name]}"/></svg>`)}`;
}

// Only when the state or the cause is another, and not each second.
function speak(what, words) {
  if (what === spoken) return;
  spoken = what;
  text(at('spoken'), words);
}

function show() {
  const { now, about } = model;
  if (!now) return;
  // Its title and its icon are seen where the page isn't.
  state(now.state);
  root.dataset.cause = now.cause;
  speak(`${now.state} ${now.cause}`, `${WORDS[now.state]}. ${now.headline}`);
  if (document.hidden) return;
  justNow(now.window);
  text(at('state'), WORDS[now.state]);
  text(at('headline'), now.headline);
  text(at('since'), `since ${clock(now.since)}, for ${duration(now.at - now.since)}`);
  const notes = at('notes');
  if (notes.dataset.words !== now.notes.join()) {
    notes.dataset.words = now.notes.join();
    notes.replaceChildren(...now.notes.map(note => h('li', {}, note)));
  }
  text(at('who'), `${about.replica} · ${about.version} · up ${duration(now.at - about.startedAt)}`);
  text(at('live-text'), 'live');
  for (const part of parts) part.show(model);
}

function showLost() {
  state('disconnected');
  text(at('state'), WORDS.disconnected);
  const old = model.now ? `What you see is ${duration(performance.now() - heard)} old; the service was ${model.now.state} then.`
    : 'The service has not been heard yet.';
  text(at('headline'), failures > 2 ? 'The service can’t be reached, or too many watch it already.' : 'The service isn’t heard any more.');
  text(at('since'), `${old} Trying again …`);
  at('notes').replaceChildren();
  at('notes').dataset.words = '';
  text(at('live-text'), model.now ? `last heard ${clock(model.now.at)}` : 'not connected');
  speak('disconnected', 'Disconnected. What the page shows is old.');
}

function hear(message) {
  heard = performance.now();
  isLost = false;
  failures = 0;
  model.now = message;
  show();
}

new Stream('dashboard/stream', {
  all: message => {
    model.history = new History(message);
    model.about = message.about;
    hear(message);
  },
  news: message => {
    if (!model.history) return;
    model.history.add(message);
    hear(message);
  },
  lost: times => {
    isLost = true;
    failures = times;
    showLost();
  },
});

setInterval(() => isLost && showLost(), 1000);
document.addEventListener('visibilitychange', () => isLost ? showLost() : show());
