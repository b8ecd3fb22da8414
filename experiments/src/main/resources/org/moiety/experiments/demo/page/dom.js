// Elements of the page. Texts go in as text, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes and children: elements, texts, or lists of them; what is null or false is left out. */
export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** A sentence with its formulas kept together, and powers raised. */
export function prose(text) {
  return raised(text).replace(/(?<=\S) (\.\.|[-+·=<>×/]) (?=\S)/g, '\u00a0$1\u00a0');
}

/** 2^24 as 2²⁴. */
export function raised(text) {
  return text.replace(/\^(-?)(\d+)/g, (all, minus, digits) => (minus && '⁻') + Array.from(digits, digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join(''));
}

/** A thousand as 1,000. */
export function count(number) {
  return number.toLocaleString('en');
}
