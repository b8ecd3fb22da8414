// One step of a lesson: what is computed, who holds what, what goes over the wire, and what each has seen.

import { el, prose } from './dom.js';
import { chip, formula, named, short, value } from './values.js';
import { grid, histogram, plot } from './charts.js';

/** Through whose eyes one may look. */
export const EYES = [
  { name: 'all', title: 'everybody', sees: null },
  { name: 'party-0', title: 'party 0', sees: 'party 0' },
  { name: 'party-1', title: 'party 1', sees: 'party 1' },
  { name: 'listener', title: 'a listener', sees: 'public' },
];

const MAY_BE_LEFT_OUT = ['formulas', 'party0', 'party1', 'dealer', 'open', 'wire', 'insights', 'histograms', 'plots', 'grids'];

/** Lists that are empty are not in the JSON. */
export function whole(step) {
  return { ...Object.fromEntries(MAY_BE_LEFT_OUT.map(name => [name, []])), ...step };
}

/** Gives the symbols of a step their colours: in the order of the steps, whichever is looked at first. */
export function meet(colours, step) {
  const values = [...step.party0, ...step.party1, ...step.dealer, ...step.open, ...step.wire.map(message => message.value)];
  [...step.formulas.flatMap(({ tokens }) => tokens), ...values].forEach(({ symbol }) => symbol && colours.hue(symbol));
}

/** Values that somebody has seen in some steps, each once. */
export function seen(steps, who) {
  const values = new Map();
  for (const step of steps) {
    const own = who === 'party 0' ? step.party0 : who === 'party 1' ? step.party1 : [];
    const sent = step.wire.filter(message => passes(message, who)).map(message => message.value);
    for (const each of [...own, ...sent, ...step.open]) {
      if (!values.has(each.id) && each.id !== 'p') {
        values.set(each.id, each);
      }
    }
  }
  return [...values.values()];
}

/** Whether somebody sees a message: its sender and its receiver; a listener hears what the parties tell each other. */
function passes(message, who) {
  return who === 'public' ? message.from !== 'dealer' && message.to !== 'dealer' : message.from === who || message.to === who;
}

/** Values and symbols of some steps that somebody has not seen: name and colour of each. */
function unseen(steps, who) {
  const known = new Set(seen(steps, who).map(each => each.id));
  const names = new Map();
  const add = (id, { text, symbol }) => !known.has(id) && id !== 'p' && names.set(id, { ...named(id, text), symbol, ids: [id] });
  for (const step of steps) {
    step.formulas.flatMap(({ tokens }) => tokens).forEach(token => (token.ids ?? []).forEach(id => add(id, token)));
    [...step.party0, ...step.party1, ...step.dealer, ...step.wire.map(message => message.value)].forEach(value => add(value.id, value));
  }
  return [...names.values()];
}

/** All of a step but its title and sentence. At the last one, how the lesson ended. */
export function stage(colours, steps, index, eyes, result) {
  const step = steps[index];
  const who = EYES.find(each => each.name === eyes).sees;
  const soFar = steps.slice(0, index + 1);
  return [
    formulas(colours, step, who && new Set(seen(soFar, who).map(each => each.id))),
    columns(colours, step, who),
    step.dealer.length > 0 && dealer(colours, step, who),
    step.grids.map(grid),
    step.histograms.map(histogram),
    step.plots.length > 0 && el('div', { class: 'plots' }, step.plots.map(plot)),
    result && ending(colours, steps, result),
    EYES.some(({ sees }) => sees && seen(soFar, sees).length > 0) && notebooks(colours, soFar, who),
  ].flat().filter(Boolean);
}

/** @param ids of the values that may be shown; null for all */
function formulas(colours, { formulas }, ids) {
  return formulas.length > 0 && el('section', { class: 'formulas', 'aria-label': 'What is computed' },
      formulas.map(({ tokens, worked = [] }) => el('div', {}, formula(colours, tokens),
          worked.filter(line => ids === null || line.every(token => (token.ids ?? []).every(id => ids.has(id))))
              .map(line => el('div', { class: 'worked' }, formula(colours, line))))));
}

function columns(colours, step, who) {
  const isEmpty = [step.party0, step.party1, step.wire, step.open].every(list => list.length === 0);
  const isWire = step.party0.length === 0 && step.party1.length === 0;
  return !isEmpty && el('div', { class: isWire ? 'columns busy-wire' : 'columns' },
      party(colours, step, 0, who), wire(colours, step, who), party(colours, step, 1, who));
}

function learns(step, ...places) {
  return step.insights.filter(insight => places.includes(insight.who))
      .map(insight => el('p', { class: 'insight' }, el('b', {}, insight.who === 'public' ? 'Whoever listens' : `What the ${insight.who} can tell`.replace('the party', 'party')), ' ', prose(insight.text)));
}

function party(colours, step, number, who) {
  const name = `party ${number}`;
  const values = number === 0 ? step.party0 : step.party1;
  const hidden = who !== null && who !== name;
  return el('section', { class: `column party party-${number}`, 'aria-label': name },
      el('h3', {}, el('span', { class: `half half-${number}`, 'aria-hidden': 'true' }), `Party ${number}`),
      hidden ? el('p', { class: 'hidden' }, `${who === 'public' ? 'A listener' : who.replace('p', 'P')} cannot look in here.`)
          : [values.length === 0 && el('p', { class: 'nothing' }, 'holds nothing new'), values.map(each => value(colours, each)), learns(step, name)]);
}

function wire(colours, step, who) {
  const messages = step.wire.map(message => who === null || passes(message, who) ? shown(colours, message)
      : el('li', { class: 'message' }, route(message), el('p', { class: 'hidden' }, 'not for these eyes')));
  return el('section', { class: 'column wire', 'aria-label': 'The wire' },
      el('h3', {}, 'The wire'),
      messages.length === 0 ? el('p', { class: 'nothing' }, 'nothing is sent') : el('ol', { class: 'messages' }, messages),
      step.open.length > 0 && el('div', { class: 'open' }, el('h4', {}, 'Everybody knows'), step.open.map(each => value(colours, each))),
      learns(step, 'public'));
}

function shown(colours, message) {
  return el('li', { class: `message ${direction(message)}` }, route(message), value(colours, message.value));
}

function direction({ to }) {
  return to === 'party 1' ? 'to-right' : 'to-left';
}

function route(message) {
  const left = message.to === 'party 0';
  const [first, second] = left ? [message.to, message.from] : [message.from, message.to];
  return el('p', { class: 'route' }, el('span', { class: 'unseen' }, `${message.from} to ${message.to}`),
      el('span', { 'aria-hidden': 'true' }, first), el('span', { class: `arrow ${left ? 'left' : 'right'}`, 'aria-hidden': 'true' }), el('span', { 'aria-hidden': 'true' }, second));
}

function dealer(colours, step, who) {
  return el('section', { class: 'column dealer', 'aria-label': 'The dealer' }, el('h3', {}, 'The dealer'),
      who === null ? [el('div', { class: 'row' }, step.dealer.map(each => value(colours, each))), learns(step, 'dealer')]
          : el('p', { class: 'hidden' }, 'Only the dealer looks in here.'));
}

/** What each has seen up to here. */
function notebooks(colours, steps, who) {
  const upTo = steps.length === 1 ? 'in step 1' : `in steps 1 to ${steps.length}`;
  const book = (name, title) => el('section', { class: `book${who === name ? ' lit' : ''}`, 'data-who': name },
      el('h4', {}, title), list(colours, seen(steps, name)), missing(colours, unseen(steps, name)));
  return el('section', { class: 'notebooks', 'aria-labelledby': 'notebooks' },
      el('h3', { id: 'notebooks' }, `What each has seen ${upTo}`),
      el('div', { class: 'books' }, book('party 0', 'Party 0'), book('public', 'A listener on an open wire'), book('party 1', 'Party 1')));
}

function list(colours, values) {
  return values.length === 0 ? el('p', { class: 'nothing' }, 'nothing') : el('ul', {}, values.map(each => short(colours, each)));
}

function missing(colours, names) {
  return names.length > 0 && el('p', { class: 'missing' }, 'not seen: ', names.map(each => [chip(colours, each), ' ']));
}

const OUTCOMES = {
  agrees: ['✓', 'They agree.', 'good'],
  differs: ['✗', 'They differ, which must not be: please report it.', 'bad'],
  caught: ['✓', 'The cheater was caught.', 'good'],
  unnoticed: ['!', 'The cheater was not noticed.', 'bad'],
  ruined: ['!', 'They differ, as they may where p is small.', 'bad'],
};

/** How a lesson ended. */
function ending(colours, steps, result) {
  const [sign, text, kind] = OUTCOMES[result.outcome] ?? ['', result.outcome, ''];
  const both = [[isShared(steps) ? 'On shares' : 'In the field', result.reconstructed], ['In the clear', result.plain]].filter(([, each]) => each);
  const rounded = result.outcome === 'agrees' && both.length === 2 && JSON.stringify(both[0][1].entries) !== JSON.stringify(both[1][1].entries);
  return el('section', { class: `ending ${kind}`, 'data-outcome': result.outcome, 'aria-labelledby': 'ending' },
      el('h3', { id: 'ending' }, el('span', { class: 'sign', 'aria-hidden': 'true' }, sign), rounded ? 'They agree, up to the rounding.' : text),
      el('p', {}, result.text),
      el('div', { class: 'both' }, both.map(([title, each]) => el('div', { class: 'compared', 'data-compared': title }, el('h4', {}, title), value(colours, each)))));
}

/** Whether anything was split at all. */
function isShared(steps) {
  return steps.some(step => step.wire.length > 0);
}

/** The result in one line. */
export function verdict(colours, steps, result) {
  const [sign, text, kind] = OUTCOMES[result.outcome] ?? ['', result.outcome, ''];
  const shown = result.reconstructed;
  const entry = shown && shown.shape.length === 0 && shown.entries[0];
  return el('p', { class: `verdict ${kind}` }, el('span', { class: 'sign', 'aria-hidden': 'true' }, sign), ' ',
      entry ? [`With your values ${isShared(steps) ? 'the shares end' : 'the lesson ends'} as `, chip(colours, { ...shown, ids: [shown.id] }), ' = ', el('b', {}, entry.decoded ?? entry.brief),
        result.outcome === 'agrees' ? ', as computed in the clear.' : '. ' + text]
        : result.outcome === 'agrees' ? 'With your values the shares end as what is computed in the clear.' : `With your values: ${text[0].toLowerCase()}${text.slice(1)}`);
}
