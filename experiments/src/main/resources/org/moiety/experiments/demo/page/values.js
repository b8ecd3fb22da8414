// Names of values, and values: numbers in short with all their digits at hand, arrays, pictures.

import { el, count, raised } from './dom.js';

const HUES = 10;
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Which colour each symbol of a lesson has: one after the other, as they come. */
export class Colours {
  #hues = new Map();

  hue(symbol) {
    if (!this.#hues.has(symbol)) {
      this.#hues.set(symbol, this.#hues.size % HUES);
    }
    return this.#hues.get(symbol);
  }

  has(symbol) {
    return this.#hues.has(symbol);
  }
}

/** The name as one line of text: x₀. */
export function nameOf({ text, sub }) {
  return sub == null ? text : text + (SUBSCRIPTS[sub] ?? '_' + sub);
}

/** Text and index of one of the values that a symbol stands for: of x with the index i, or of s with a raised one. */
export function named(id, text) {
  const [, which] = /\((\d)\)/.exec(id) ?? [];
  return { text: which ? text.replace('ⁱ', RAISED[which]) : text, sub: id.split('_')[1] };
}

/** What a symbol's name looks like. A half is open on the side of the other half; a whole is closed. */
export function chip(colours, { text, sub, symbol, ids }) {
  const part = { 0: 'left', 1: 'right', i: 'either' }[sub ?? ids[0]?.split('_')[1]] ?? 'whole';
  return el('span', { class: `chip ${part}`, 'data-hue': colours.hue(symbol), 'data-ids': ids.join(' ') },
      el('i', {}, text), sub != null && el('sub', {}, sub));
}

/** A line of tokens. */
export function formula(colours, tokens) {
  return el('div', { class: 'formula', role: 'math', 'aria-label': tokens.map(nameOf).join('') },
      tokens.map(token => token.symbol ? chip(colours, { ids: [], ...token }) : el('span', {}, raised(token.text))));
}

/** A number; all its digits where it was shortened. */
function number(entry, focusable = true) {
  if (entry.brief === entry.digits) {
    return el('span', { class: 'num', 'data-all': entry.digits }, entry.brief);
  }
  return el('button', { type: 'button', class: 'num', 'data-all': entry.digits, 'data-digits': entry.digits, tabindex: focusable ? null : -1 },
      entry.brief);
}

/** Whether it is more than the digits say. */
function isDecoded(entry) {
  return entry.decoded != null && entry.decoded !== entry.digits;
}

function decoded(entry) {
  return isDecoded(entry) && el('span', { class: 'decoded' }, 'stands for ', el('b', {}, entry.decoded));
}

/** A value with its name and what it is. */
export function value(colours, value) {
  const isScalar = !value.pixels && value.shape.length === 0;
  return el('div', { class: 'value', 'data-value': value.id },
      el('div', { class: 'name' }, chip(colours, { ...value, ids: [value.id] }),
          isScalar && [number(value.entries[0]), decoded(value.entries[0])], el('span', { class: 'label' }, value.label)),
      isScalar ? null : value.pixels ? [picture(value), details(value)] : [array(value), details(value)]);
}

function size(value) {
  return value.shape.join(' × ');
}

/** As many entries as there are: a list of numbers, or rows and columns. */
function array(value) {
  const columns = value.shape.at(-1);
  const isList = value.shape.length === 1;
  const rows = [];
  for (let at = 0; at < value.entries.length; at += columns) {
    rows.push(value.entries.slice(at, at + columns));
  }
  const more = value.length - value.entries.length;
  return el('div', { class: 'scroll', tabindex: isList ? null : 0, role: 'group', 'aria-label': `${nameOf(value)}, ${size(value)} numbers` },
      isList ? el('ul', { class: 'array' }, value.entries.map(entry => el('li', {}, cell(entry))))
          : el('table', { class: 'array' }, el('tbody', {}, rows.map(row => el('tr', {}, row.map(entry => el('td', {}, cell(entry))))))),
      more > 0 && el('p', { class: 'more' }, `and ${count(more)} more`));
}

/** The number, and what it stands for in few digits: all of them are among the details. */
function cell(entry) {
  return [number(entry, false), isDecoded(entry) && el('span', { class: 'decoded' }, entry.decoded.length > 8 ? String(Number(Number(entry.decoded).toPrecision(4))) : entry.decoded)];
}

/** All digits of what an array shows in short, for those who cannot point at it. */
function details(value) {
  const isShort = value.entries.some(entry => entry.brief !== entry.digits);
  if (!isShort && !value.pixels) {
    return null;
  }
  const first = value.entries.length < value.length ? `the first ${value.entries.length} of ${count(value.length)} numbers` : 'all digits';
  return el('details', { class: 'digits' }, el('summary', {}, first),
      el('ol', {}, value.entries.map(entry => el('li', {}, entry.digits, isDecoded(entry) && ` (${entry.decoded})`))));
}

/** Pixels as squares of grey. */
export function canvas(value) {
  const width = value.shape.at(-1);
  const height = value.pixels.length / width;
  const drawn = el('canvas', { width, height, role: 'img', 'aria-label': `${nameOf(value)}, ${value.label}: a picture of ${width} by ${height}` });
  const context = drawn.getContext('2d');
  const data = context.createImageData(width, height);
  value.pixels.forEach((pixel, i) => data.data.set([pixel, pixel, pixel, 255], 4 * i));
  context.putImageData(data, 0, 0);
  return drawn;
}

function picture(value) {
  return el('div', { class: 'picture' }, canvas(value));
}

/** A value in one line: for lists of what somebody saw. */
export function short(colours, value) {
  const what = value.pixels ? canvas(value)
      : value.shape.length > 0 ? el('span', { class: 'num' }, `${size(value)} numbers`)
      : el('span', { class: 'num' }, value.entries[0].decoded ?? value.entries[0].brief);
  return el('li', { 'data-saw': value.id }, chip(colours, { ...value, ids: [value.id] }), what);
}
