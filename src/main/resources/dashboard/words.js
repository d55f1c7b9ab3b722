// Numbers and times as people read them.

// Seconds that are "just now": fewer than ten after a start.
let window = 10;

export function justNow(seconds) {
  window = seconds;
}

export function rate(count, seconds = window) {
  const each = count / seconds;
  return each === 0 ? '0' : each < 0.1 ? '< 0.1' : each < 10 ? each.toFixed(1) : number(Math.round(each));
}

export function number(n) {
  return n < 10000 ? String(n) : n < 1e6 ? `${(n / 1e3).toFixed(n < 1e5 ? 1 : 0)}k` : `${(n / 1e6).toFixed(1)}M`;
}

export function percent(part, all) {
  const share = all ? 100 * part / all : 0;
  return share === 0 ? '0 %' : share < 0.1 ? '< 0.1 %' : `${share < 10 ? share.toFixed(1) : Math.round(share)} %`;
}

// The service knows times by its metrics' buckets, of which the first ends at 50 ms and the last at 10 s.
export function latency(ms) {
  if (ms < 0) return '–';
  if (ms <= 50) return '< 50 ms';
  if (ms > 10000) return '> 10 s';
  if (ms < 1000) return `${ms < 100 ? Math.round(ms) : Math.round(ms / 10) * 10} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}

export function duration(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [d, h, m] = [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
  return d ? `${d} d ${h} h` : h ? `${h} h ${m} min` : m ? `${m} min ${s % 60} s` : `${s} s`;
}

export function bytes(n) {
  return n < 1024 ? `${n} B` : n < 1048576 ? `${(n / 1024).toFixed(0)} KB` : `${(n / 1048576).toFixed(1)} MB`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });

export function clock(at) {
  return Date.now() - at < 43200000 ? CLOCK.format(at) : DAY.format(at);
}
