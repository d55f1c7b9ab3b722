// What an operator does: asks once, does it, says what became of it.

import { h, text } from './draw.js';

const dialog = document.getElementById('ask');
const yes = document.getElementById('ask-yes');
const no = document.getElementById('ask-no');
const said = document.getElementById('said');
let hiding = 0;

function say(words, isWell) {
  said.className = isWell ? 'said' : 'said bad';
  text(said, words);
  clearTimeout(hiding);
  hiding = setTimeout(() => { said.textContent = ''; }, 8000);
}

no.addEventListener('click', () => dialog.close());

function ask(title, words, verb) {
  text(document.getElementById('ask-title'), title);
  text(document.getElementById('ask-text'), words);
  text(yes, verb);
  return new Promise(answer => {
    let isSure = false;
    yes.onclick = () => { isSure = true; dialog.close(); };
    dialog.onclose = () => answer(isSure);
    dialog.showModal();
    no.focus();
  });
}

export async function post(path, done) {
  try {
    const answer = await fetch(path, { method: 'POST', signal: AbortSignal.timeout(15000) });
    if (answer.ok) {
      say(done, true);
    } else {
      const problem = await answer.json().catch(() => ({}));
      say(`That didn't work: ${problem.detail ?? problem.title ?? answer.status} (${answer.status}).`, false);
    }
    return answer.ok;
  } catch {
    say("That didn't work: the service can't be reached.", false);
    return false;
  }
}

// A button that asks before it does what it says.
export function action(label, { title, words, verb, path, done, about }) {
  const button = h('button', { type: 'button', class: 'action', 'aria-label': about ?? null }, label);
  button.addEventListener('click', async () => {
    if (await ask(title, words, verb)) {
      button.disabled = true;
      await post(typeof path === 'function' ? path() : path, done);
      button.disabled = false;
      button.focus();
    }
  });
  return button;
}

export async function purge(kind, id) {
  if (await ask(`Purge ${kind} ${id}?`, 'It is fetched anew by its next read. While event.com is down, that read is an error.', 'Purge')) {
    return post(`cache/${kind}s/${encodeURIComponent(id)}/purge`, `The ${kind} ${id} was purged.`);
  }
  return false;
}
