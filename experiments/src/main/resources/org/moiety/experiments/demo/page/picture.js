// An input that is a picture: one of those there are, one drawn by hand, or a file.

import { el } from './dom.js';

const SIDE = 28;
const MAX_FILE_BYTES = 16 << 20;
const DRAW = 'draw';
const FILE = 'file';

/** The pixels as an input has them: WIDTHxHEIGHT and two hexadecimal digits each. */
function text(width, height, pixels) {
  return `${width}x${height}:${Array.from(pixels, pixel => pixel.toString(16).padStart(2, '0')).join('')}`;
}

function parsed(text) {
  const [, width, height, digits] = /^(\d+)x(\d+):([0-9a-f]*)$/i.exec(text) ?? [];
  return { width: Number(width), height: Number(height), pixels: (digits?.match(/../g) ?? []).map(pair => parseInt(pair, 16)) };
}

/** @param change told of each new picture, as text */
export function pictureInput(input, id, given, change) {
  const own = given.includes(':');
  const select = el('select', { id, name: input.name },
      input.options.map(option => el('option', { value: option, selected: option === given }, option.replace('-', ' '))),
      el('option', { value: DRAW, selected: own }, 'draw your own'), el('option', { value: FILE }, 'a picture file'));
  const canvas = el('canvas', { width: SIDE, height: SIDE, class: 'draw', role: 'img', 'aria-label': 'A place to draw with mouse or finger: white on black' });
  const clear = el('button', { type: 'button' }, 'Clear');
  const drawing = el('div', { class: 'drawing', hidden: !own }, canvas, clear);
  const file = el('input', { type: 'file', accept: 'image/*', id: id + '-file', 'aria-label': 'A picture file' });
  const note = el('p', { class: 'note', role: 'status' });
  const upload = el('div', { hidden: true }, file, note);
  const context = canvas.getContext('2d', { willReadFrequently: true });

  const blank = () => {
    context.fillStyle = '#000';
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  const taken = () => {
    const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
    const pixels = Array.from({ length: canvas.width * canvas.height }, (_, i) => data[4 * i]);
    change(text(canvas.width, canvas.height, pixels));
  };
  const show = ({ width, height, pixels }) => {
    canvas.width = width;
    canvas.height = height;
    const data = context.createImageData(width, height);
    pixels.forEach((pixel, i) => data.data.set([pixel, pixel, pixel, 255], 4 * i));
    context.putImageData(data, 0, 0);
  };

  blank();
  if (own && parsed(given).pixels.length > 0) {
    show(parsed(given));
  }
  select.addEventListener('change', () => {
    drawing.hidden = select.value !== DRAW;
    upload.hidden = select.value !== FILE;
    if (select.value === DRAW) {
      taken();
    } else if (select.value !== FILE) {
      change(select.value);
    }
  });
  clear.addEventListener('click', () => {
    canvas.width = canvas.height = Math.min(SIDE, input.size);
    blank();
    taken();
  });
  file.addEventListener('change', async () => {
    const [chosen] = file.files;
    if (!chosen) {
      return;
    }
    if (chosen.size > MAX_FILE_BYTES) {
      note.textContent = 'This file is larger than 16 MiB: choose a smaller picture.';
      return;
    }
    try {
      const bitmap = await createImageBitmap(chosen);
      show(grey(bitmap, Math.min(SIDE, input.size)));
      note.textContent = `${chosen.name}, in grey, ${canvas.width} by ${canvas.height}`;
      drawing.hidden = false;
      taken();
    } catch {
      note.textContent = 'The browser cannot read this file as a picture.';
    }
  });
  brush(canvas, context, taken);
  return el('div', { class: 'image-input' }, select, drawing, upload);
}

/** A picture in grey, its longer side as given. */
function grey(bitmap, side) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const small = el('canvas', { width, height }).getContext('2d');
  small.imageSmoothingQuality = 'high';
  small.fillRect(0, 0, width, height);
  small.drawImage(bitmap, 0, 0, width, height);
  const data = small.getImageData(0, 0, width, height).data;
  return { width, height, pixels: Array.from({ length: width * height },
      (_, i) => Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2])) };
}

/** Draws while a button or a finger is down. */
function brush(canvas, context, done) {
  let last = null;
  const at = event => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  };
  const line = event => {
    const next = at(event);
    context.strokeStyle = '#fff';
    context.lineWidth = 2.2;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(...last);
    context.lineTo(next[0] + 0.01, next[1]);
    context.stroke();
    last = next;
  };
  canvas.addEventListener('pointerdown', event => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    line(event);
  });
  canvas.addEventListener('pointermove', event => last && line(event));
  for (const end of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(end, () => {
      if (last) {
        last = null;
        done();
      }
    });
  }
}
