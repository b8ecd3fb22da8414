// The page: which lesson, with what inputs, at which step. All of that is in the address, so that it can be sent to somebody.

import { byId, el, prose } from './dom.js';
import { Colours } from './values.js';
import { colour, fields, newSeed, preset } from './inputs.js';
import { EYES, meet, stage, verdict, whole } from './step.js';

const TYPING_MILLIS = 300;
const PLAY_MILLIS = 2500;
const PLAY_MILLIS_A_LETTER = 22;
const PLAY_MILLIS_AT_MOST = 11_000;
/** Tells the server which runs nobody waits for any more. */
const PAGE = crypto.randomUUID();

let lessons = [];
/** What the address says: lesson, values of its inputs and seed, index of the step, eyes. */
let state = null;
/** What the server told of this state: start, steps, result, colours. */
let shown = null;
let asking = null;
let typing = 0;
let playing = 0;

// ---- the address

function parsed(hash) {
  const [name, query = ''] = hash.replace(/^#/, '').split('?');
  const lesson = lessons.find(each => each.lesson === name) ?? lessons[0];
  const given = new URLSearchParams(query);
  const primes = lesson.inputs.find(input => input.type === 'prime');
  const named = given.get('prime');
  const prime = primes ? named === 'small' ? primes.smallDefault : named ?? 'large' : 'large';
  const values = { seed: given.get('seed') ?? newSeed() };
  for (const input of lesson.inputs) {
    values[input.name] = input.type === 'prime' ? prime : given.get(input.name) ?? preset(input, prime);
  }
  const step = Number(given.get('step') ?? 1);
  return { lesson, values, index: Number.isInteger(step) && step > 0 ? step - 1 : 0,
    eyes: EYES.some(each => each.name === given.get('eyes')) ? given.get('eyes') : 'all' };
}

function address() {
  const given = new URLSearchParams();
  const prime = state.values.prime ?? 'large';
  for (const input of state.lesson.inputs) {
    if (state.values[input.name] !== preset(input, prime)) {
      given.set(input.name, state.values[input.name]);
    }
  }
  given.set('seed', state.values.seed);
  given.set('step', state.index + 1);
  if (state.eyes !== 'all') {
    given.set('eyes', state.eyes);
  }
  return `#${state.lesson.lesson}?${given}`;
}

/** To another lesson; a small field stays a small one. */
function link(lesson) {
  return `#${lesson.lesson}${(state.values.prime ?? 'large') === 'large' ? '' : '?prime=small'}`;
}

function remember() {
  byId('chosen').textContent = state.lesson.inputs.map(input => `${input.name} = ${state.values[input.name].split(':')[0]}`).join(', ');
  history.replaceState(null, '', address());
}

// ---- what the server tells

async function ask() {
  asking?.abort();
  const mine = asking = new AbortController();
  const next = { colours: new Colours(), steps: [], result: null, start: null };
  document.body.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(`lessons/${state.lesson.lesson}?${new URLSearchParams({ ...state.values, page: PAGE })}`, { signal: mine.signal });
    if (!response.ok) {
      throw new Error(await response.text());
    }
    for await (const event of events(response.body)) {
      if (mine !== asking) {
        return;
      }
      take(event, next);
    }
  } catch (e) {
    if (mine === asking) {
      say(e instanceof TypeError ? 'Nobody answers: does moiety demo still run?' : e.message);
    }
  } finally {
    if (mine === asking) {
      document.body.removeAttribute('aria-busy');
      showProgress(null);
    }
  }
}

/** JSON objects, one on a line. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const lines = (text + value).split('\n');
    text = lines.pop();
    for (const line of lines) {
      yield JSON.parse(line);
    }
  }
}

function take(event, next) {
  if (event.event === 'error') {
    say(event.text);
  } else if (event.event === 'lesson') {
    next.start = event;
  } else if (event.event === 'step') {
    // A step that goes on is told again and again: the last word takes the place of those before.
    next.steps[event.number - 1] = whole(event);
    meet(next.colours, next.steps.at(-1));
  } else if (event.event === 'result') {
    next.result = event;
    state.index = Math.min(state.index, next.steps.length - 1);
  }
  // The old steps stay until the same step of the new ones is there.
  if (next === shown || next.result || next.steps.length > state.index) {
    const isElsewhere = next === shown && !next.result && next.steps.length - 1 !== state.index;
    shown = next;
    if (isElsewhere) {
      showControls();
    } else {
      say('');
      show();
    }
  }
  showProgress(next.steps.at(-1)?.progress);
}

function showProgress(text) {
  byId('progress').textContent = text ?? '';
  byId('progress').hidden = !text;
}

function say(text) {
  byId('error').textContent = text;
}

// ---- what is on the page

function showLesson() {
  const at = lessons.indexOf(state.lesson);
  document.title = `${state.lesson.title} · Moiety`;
  byId('lesson').replaceChildren(
      el('p', { class: 'over' }, `Lesson ${at + 1} of ${lessons.length}: ${state.lesson.lesson}`),
      el('h1', {}, state.lesson.title), el('p', { class: 'lead' }, prose(state.lesson.intro)));
  byId('lessons').replaceChildren(...lessons.map(lesson => el('li', {},
      el('a', { href: link(lesson), 'aria-current': lesson === state.lesson ? 'page' : null },
          el('b', {}, lesson.lesson), el('span', {}, lesson.title)))));
  byId('contents').firstElementChild.textContent = `Lessons: ${at + 1} of ${lessons.length}`;
  showInputs();
}

function showInputs() {
  byId('inputs').replaceChildren(...fields(state.lesson, state.values, change, () => {
    state = parsed(`#${state.lesson.lesson}?step=${state.index + 1}&eyes=${state.eyes}&seed=${state.values.seed}`);
    showInputs();
    remember();
    ask();
  }));
}

function show() {
  if (shown.steps.length === 0) {
    return;
  }
  state.index = Math.min(state.index, shown.steps.length - 1);
  const step = shown.steps[state.index];
  const isLast = shown.result && state.index === shown.steps.length - 1;
  const told = [el('h2', {}, el('span', { class: 'number' }, `Step ${step.number}`), ' ', step.title), el('p', {}, prose(step.text))];
  const isSame = told.map(each => each.textContent).join() === [...byId('step').children].map(each => each.textContent).join();
  if (!isSame) { // else it would be read aloud again
    byId('step').replaceChildren(...told);
  }
  showEyes();
  byId('stage').classList.toggle('still', isSame);
  byId('stage').replaceChildren(
      ...stage(shown.colours, shown.steps, state.index, state.eyes, isLast ? shown.result : null), ...(isLast ? [] : shown.result ? [verdict(shown.colours, shown.steps, shown.result)] : []));
  Object.assign(byId('stage').dataset, { inputs: JSON.stringify(shown.start.values), seed: shown.start.seed, outcome: shown.result?.outcome ?? '' });
  colour(byId('inputs'), state.lesson, shown.colours);
  showControls();
  remember();
}

function showEyes() {
  const box = byId('eyes');
  if (box.childElementCount === 0) {
    box.append(el('fieldset', { class: 'eyes' }, el('legend', {}, 'Look through the eyes of'),
        EYES.map(each => el('label', { class: 'radio' }, el('input', { type: 'radio', name: 'eyes', value: each.name,
          onchange: () => {
            state.eyes = each.name;
            show();
          } }), each.title))));
  }
  box.querySelector(`[value=${state.eyes}]`).checked = true;
}

function showControls() {
  const last = shown.steps.length - 1;
  const over = shown.result && state.index === last;
  const following = lessons[lessons.indexOf(state.lesson) + 1];
  byId('controls').hidden = false;
  byId('back').setAttribute('aria-disabled', state.index === 0);
  byId('next').setAttribute('aria-disabled', over ? !following : state.index === last);
  byId('next').firstChild.textContent = over && following ? `Next lesson: ${following.lesson} ` : 'Next ';
  byId('steps').replaceChildren(...shown.steps.map((step, i) => el('li', {},
      el('button', { type: 'button', 'aria-current': i === state.index ? 'step' : null, 'aria-label': `Step ${i + 1}: ${step.title}`, title: step.title,
        onclick: () => go(i) }, String(i + 1)))));
}

// ---- what the learner does

function change(name, text) {
  const before = state.values.prime;
  state.values[name] = text;
  if (name === 'prime' && (before === 'large') !== (text === 'large')) {
    // What was not chosen has another default in a small field.
    for (const input of state.lesson.inputs) {
      if (input.type !== 'prime' && state.values[input.name] === preset(input, before)) {
        state.values[input.name] = preset(input, text);
      }
    }
    const focused = document.activeElement?.id;
    showInputs();
    focused && byId(focused)?.focus();
  }
  remember();
  clearTimeout(typing);
  typing = setTimeout(ask, TYPING_MILLIS);
}

function go(index) {
  if (!shown || index < 0 || index >= shown.steps.length) {
    return;
  }
  state.index = index;
  show();
}

function forward() {
  const following = lessons[lessons.indexOf(state.lesson) + 1];
  if (shown?.result && state.index === shown.steps.length - 1) {
    following && (location.hash = link(following));
  } else {
    go(state.index + 1);
  }
}

function play(on) {
  clearTimeout(playing);
  playing = 0;
  byId('play').setAttribute('aria-pressed', on);
  byId('play').replaceChildren(el('span', { 'aria-hidden': 'true' }, on ? '❚❚' : '▶'), on ? ' Pause' : ' Play');
  if (!on) {
    return;
  }
  const step = shown?.steps[state.index];
  const reading = Math.min(PLAY_MILLIS_AT_MOST, PLAY_MILLIS + PLAY_MILLIS_A_LETTER * (step?.text.length ?? 0));
  playing = setTimeout(() => {
    const isLast = shown?.result && state.index === shown.steps.length - 1;
    if (!isLast) {
      go(state.index + 1);
    }
    play(!isLast);
  }, reading);
}

function follow() {
  const next = parsed(location.hash);
  play(false);
  shown = null;
  state = next;
  byId('step').replaceChildren();
  byId('eyes').replaceChildren();
  byId('stage').replaceChildren();
  showProgress(null);
  byId('controls').hidden = true;
  say('');
  showLesson();
  remember();
  window.scrollTo(0, 0);
  ask();
}

/** Whether keys are for what has the focus. */
function isTyping(target) {
  return target.closest('input, select, textarea, [contenteditable], .scroll') !== null;
}

function listen() {
  byId('back').addEventListener('click', () => go(state.index - 1));
  byId('next').addEventListener('click', forward);
  byId('play').addEventListener('click', () => {
    const starts = playing === 0;
    if (starts && shown?.result && state.index === shown.steps.length - 1) {
      go(0);
    }
    play(starts);
  });
  byId('inputs').addEventListener('submit', event => event.preventDefault());
  byId('skip').addEventListener('click', event => {
    event.preventDefault();
    byId('main').focus();
  });
  addEventListener('hashchange', () => {
    follow();
    byId('main').focus({ preventScroll: true });
  });
  addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || isTyping(event.target)) {
      return;
    }
    if (event.key === 'ArrowRight') {
      go(state.index + 1);
    } else if (event.key === 'ArrowLeft') {
      go(state.index - 1);
    }
  });
  pointAtSymbols();
  showDigits();
}

/** Pointing at a name shows where else that value is. */
function pointAtSymbols() {
  const light = event => {
    const ids = event.type === 'mouseover' ? event.target.closest?.('[data-ids]')?.dataset.ids.split(' ') ?? [] : [];
    document.querySelectorAll('[data-ids]').forEach(each => each.classList.toggle('lit', each.dataset.ids.split(' ').some(id => ids.includes(id))));
  };
  addEventListener('mouseover', light);
}

/** All digits of a shortened number, where it is pointed at, has the focus, or was touched. */
function showDigits() {
  const tip = byId('tip');
  let of = null;
  const hide = () => {
    of?.removeAttribute('aria-describedby');
    of = null;
    tip.hidden = true;
  };
  const reveal = event => {
    const target = event.target.closest?.('[data-digits]');
    if (!target) {
      if (event.type !== 'focusin') {
        hide();
      }
      return;
    }
    hide();
    of = target;
    tip.textContent = target.dataset.digits;
    tip.hidden = false;
    target.setAttribute('aria-describedby', 'tip');
    const box = target.getBoundingClientRect();
    const width = tip.offsetWidth;
    tip.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8))}px`;
    tip.style.top = `${box.bottom + 6 + tip.offsetHeight > innerHeight ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`;
  };
  addEventListener('mouseover', reveal);
  addEventListener('focusin', reveal);
  addEventListener('click', reveal);
  addEventListener('focusout', hide);
  addEventListener('scroll', hide, { passive: true });
  addEventListener('keydown', event => event.key === 'Escape' && hide());
}

const response = await fetch('lessons');
lessons = await response.json();
if (matchMedia('(max-width: 60rem)').matches) {
  byId('contents').open = false;
  byId('choices').open = false;
}
listen();
follow();
