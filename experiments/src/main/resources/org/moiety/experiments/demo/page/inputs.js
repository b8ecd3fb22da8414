// What the learner may choose, by the type of each input. All values are texts.

import { el, prose } from './dom.js';
import { chip } from './values.js';
import { pictureInput } from './picture.js';

const SLIDER_SPAN = 100;
const RADIO_OPTIONS = 4;
const LARGE = 'large';
const MAX_SEED = 1_000_000;

/** What an input is when it is not given. */
export function preset(input, prime) {
  return input.type === 'prime' ? LARGE : prime === LARGE ? input.default : input.smallDefault;
}

export function newSeed() {
  return String(crypto.getRandomValues(new Uint32Array(1))[0] % MAX_SEED);
}

/**
 * The fields of a form.
 *
 * @param values of all inputs by name, and `seed`
 * @param change told of each change: name and text
 * @param reset told when all are to be as they were at first
 */
export function fields(lesson, values, change, reset) {
  const inputs = lesson.inputs.map(input => field(input, values[input.name], text => change(input.name, text)));
  const seed = el('input', { id: 'in-seed', name: 'seed', type: 'number', step: 1, value: values.seed, oninput: event => change('seed', event.target.value) });
  return [inputs,
    el('div', { class: 'field' }, el('label', { for: 'in-seed' }, 'seed of all random numbers'),
        el('div', { class: 'pair' }, seed, el('button', { type: 'button', id: 'redraw', onclick: () => {
          seed.value = newSeed();
          change('seed', seed.value);
        } }, 'Draw anew'))),
    el('button', { type: 'button', class: 'plain', id: 'reset', onclick: reset }, 'As it was at first')].flat();
}

/** Puts the colour of a value beside the input that it comes from. */
export function colour(form, lesson, colours) {
  for (const input of lesson.inputs) {
    const slot = form.querySelector(`[data-input="${input.name}"] .slot`);
    const symbol = [input.name, input.name.toUpperCase()].find(name => colours.has(name));
    if (slot && slot.childElementCount === 0 && symbol) {
      slot.append(chip(colours, { text: symbol, symbol, ids: [symbol] }));
    }
  }
}

function field(input, value, change) {
  const id = `in-${input.name}`;
  const make = { number, integer: number, numbers, matrix, choice, image: pictureInput, prime }[input.type] ?? plain;
  const grouped = input.type === 'prime' || input.type === 'choice' && input.options.length <= RADIO_OPTIONS;
  const label = grouped ? 'legend' : 'label';
  return el(grouped ? 'fieldset' : 'div', { class: `field ${input.type}`, 'data-input': input.name },
      el(label, { for: grouped ? null : id }, el('span', { class: 'slot' }), prose(input.label)),
      make(input, id, value, change));
}

function plain(input, id, value, change) {
  return el('input', { id, name: input.name, type: 'text', value, spellcheck: 'false', oninput: event => change(event.target.value) });
}

/** A number; beside it a slider where that is fine enough. */
function number(input, id, value, change) {
  const isWhole = input.type === 'integer';
  const span = input.max - input.min;
  const box = el('input', { id, name: input.name, type: 'number', min: input.min, max: input.max, step: isWhole ? 1 : 'any', value,
    oninput: event => {
      slider.value = event.target.value;
      change(event.target.value);
    } });
  const slider = el('input', { type: 'range', min: input.min, max: input.max, step: isWhole ? 1 : span <= 2 ? 0.01 : 0.25, value,
    'aria-label': `${input.label}, as a slider`, oninput: event => {
      box.value = event.target.value;
      change(event.target.value);
    } });
  return span > SLIDER_SPAN ? box : el('div', { class: 'pair' }, slider, box);
}

function numbers(input, id, value, change) {
  return [plain(input, id, value, change), el('p', { class: 'note' }, `numbers and commas, at most ${input.size}`)];
}

/** A line for each row. */
function matrix(input, id, value, change) {
  return [el('textarea', { id, name: input.name, rows: Math.min(input.size, value.split(';').length + 1), spellcheck: 'false',
    oninput: event => change(event.target.value.trim().split(/\s*[\n;]\s*/).join(';')) }, value.split(';').join('\n')),
  el('p', { class: 'note' }, `a line for each row, numbers and commas; at most ${input.size} of each`)];
}

function choice(input, id, value, change) {
  if (input.options.length > RADIO_OPTIONS) {
    return el('select', { id, name: input.name, onchange: event => change(event.target.value) },
        input.options.map(option => el('option', { value: option, selected: option === value }, option)));
  }
  return el('div', { class: 'radios' }, input.options.map(option => radio(input.name, `${id}-${option}`, option, option, option === value, change)));
}

function radio(name, id, value, text, checked, change) {
  return el('label', { class: 'radio', for: id },
      el('input', { type: 'radio', name, id, value, checked, onchange: () => change(value) }), text);
}

function prime(input, id, value, change) {
  const isLarge = value === LARGE;
  const box = el('input', { id: `${id}-p`, type: 'number', min: input.min, max: input.max, step: 2, value: isLarge ? input.smallDefault : value,
    disabled: isLarge, 'aria-label': 'a small odd prime', oninput: event => change(event.target.value) });
  const take = text => {
    box.disabled = text === LARGE;
    change(text === LARGE ? text : box.value);
  };
  return el('div', { class: 'radios' },
      radio(input.name, `${id}-large`, LARGE, 'large', isLarge, take),
      radio(input.name, `${id}-small`, 'small', 'small:', !isLarge, take), box);
}
