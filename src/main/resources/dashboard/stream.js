// The stream of server-sent events, which comes back by itself. The service says something each second, so silence is an end.

const SILENCE = 3500;
const WAITS = [500, 1000, 2000, 4000, 5000];

export class Stream {
  constructor(url, { all, news, lost }) {
    Object.assign(this, { url, all, news, lost, failures: 0, heard: 0, source: null, timer: 0 });
    setInterval(() => this.listen(), 500);
    addEventListener('online', () => this.open());
    addEventListener('pagehide', () => this.close());
    addEventListener('pageshow', event => event.persisted && this.open());
    this.open();
  }

  open() {
    this.close();
    this.opened = performance.now();
    const source = this.source = new EventSource(this.url);
    const hear = (event, tell) => source.addEventListener(event, message => {
      if (source !== this.source) return;
      this.heard = performance.now();
      this.failures = 0;
      tell(JSON.parse(message.data));
    });
    hear('all', this.all);
    hear('news', this.news);
    source.onerror = () => source === this.source && this.fail();
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  fail() {
    this.close();
    this.lost(this.failures);
    const wait = WAITS[Math.min(this.failures++, WAITS.length - 1)];
    this.timer = setTimeout(() => this.open(), wait * (0.8 + 0.4 * Math.random()));
  }

  // A connection may be gone without an end, and a page that slept has heard nothing either.
  listen() {
    if (this.source && performance.now() - Math.max(this.heard, this.opened) > SILENCE) this.fail();
  }
}
