// A quarter of an hour, as the service told it at first, and what it has told since.

export const MINUTES = 15;
const SPAN = MINUTES * 60000;
const STEPS = 180;
// R is closed too, by a reset and not by a probe.
const NAMES = { C: 'CLOSED', R: 'CLOSED', O: 'OPEN', H: 'HALF_OPEN' };

// A number, or how often it came in a row: "0*12".
const numbers = steps => steps.flatMap(step => {
  if (typeof step === 'number') return step;
  const [value, times] = step.split('*').map(Number);
  return new Array(times).fill(value);
});

export class History {
  constructor(all) {
    this.step = all.history.step;
    this.second = all.second;
    this.sums = new Set(all.history.sums);
    // What is unknown at the beginning is left out.
    this.series = new Map(Object.entries(all.history.series).map(([name, steps]) =>
      [name, [...new Array(STEPS).fill(-1), ...numbers(steps)].slice(-STEPS)]));
    this.lanes = new Map(Object.entries(all.lanes).map(([name, lane]) => {
      let at = all.at - lane.ago * 100;
      return [name, [...lane.states].map((letter, i) => {
        at += i ? lane.after[i - 1] * 100 : 0;
        return { at, state: NAMES[letter], isReset: letter === 'R' };
      })];
    }));
    this.log = [];
    this.seen = 0;
    this.hear(all.log, false);
  }

  add(news) {
    this.hear(news.log, true);
    for (const lane of this.lanes.values()) {
      while (lane.length > 1 && lane[1].at < news.at - SPAN) lane.shift();
    }
    if (news.second <= this.second) return;
    const shift = Math.floor(news.second / this.step) - Math.floor(this.second / this.step);
    this.second = news.second;
    for (const name of Object.keys(news.last)) {
      if (!this.series.has(name)) {
        this.series.set(name, new Array(STEPS).fill(-1));
        if (!name.endsWith('p99')) this.sums.add(name);
      }
    }
    for (const [name, steps] of this.series) {
      for (let i = 0; i < Math.min(shift, STEPS); i++) {
        steps.shift();
        steps.push(-1);
      }
      const before = Math.max(0, steps[STEPS - 1]);
      const value = Math.max(0, news.last[name] ?? 0);
      steps[STEPS - 1] = this.sums.has(name) ? before + value : Math.max(before, value);
    }
  }

  // Transitions, each once: those of the first message may come again.
  hear(log, isNew) {
    for (const one of log) {
      if (one.seq <= this.seen) continue;
      this.seen = one.seq;
      this.log.push(one);
      if (isNew) this.lanes.get(one.circuit)?.push({ at: one.at, state: one.to, isReset: one.isReset });
    }
    this.log.splice(0, this.log.length - 40);
  }

  // Each second's number, or the most of some seconds; null where nothing is known.
  of(name) {
    const steps = this.series.get(name);
    if (!steps) return new Array(STEPS).fill(null);
    const latest = this.second % this.step + 1;
    return steps.map((value, i) => value < 0 ? null
      : this.sums.has(name) ? value / (i === STEPS - 1 ? latest : this.step) : value);
  }
}
