// Histograms, curves and tables.

import { el, svg, count } from './dom.js';

const DASHES = ['', '7 4', '2 3', '10 3 2 3'];

export function grid({ title, columns, rows }) {
  return el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': title },
      el('table', { class: 'grid' }, el('caption', {}, title),
          el('thead', {}, el('tr', {}, columns.map(column => el('th', { scope: 'col' }, column)))),
          el('tbody', {}, rows.map(row => el('tr', {}, row.map((cell, i) => i === 0 ? el('th', { scope: 'row' }, cell) : el('td', {}, cell)))))));
}

/** One picture for each series, all on one scale, so that they can be compared. */
export function histogram(histogram) {
  const top = 1.1 * Math.max(...histogram.expected, ...histogram.series.flatMap(series => series.counts));
  const degrees = histogram.bins - 1;
  const spread = Math.round(2 * Math.sqrt(2 * degrees));
  return el('section', { class: 'chart' },
      el('h3', {}, histogram.title),
      el('p', { class: 'note' }, `${count(histogram.repetitions)} numbers each. Left is 0, right is p - 1. The dashed line is where all bars would end if every number were exactly equally common.`),
      el('div', { class: 'series' }, histogram.series.map((series, i) => el('figure', { class: 'bars' },
          el('figcaption', {}, series.name),
          bars(histogram, series, top, i),
          el('p', { class: 'note' }, `χ² = ${Math.round(series.chiSquare)}; numbers that are equally likely give about ${degrees} (${degrees - spread} to ${degrees + spread}).`)))));
}

function bars(histogram, series, top, hue) {
  const width = 320;
  const height = 110;
  const base = 92;
  const bar = width / histogram.bins;
  const y = value => base - base * value / top;
  const most = Math.max(...series.counts);
  const least = Math.min(...series.counts);
  return svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'data-hue': hue,
    'aria-label': `${series.name}: ${histogram.bins} bars between ${least} and ${most}, ${Math.round(histogram.expected[0])} expected` },
  series.counts.map((times, i) => svg('rect', { x: (i * bar + 0.08 * bar).toFixed(2), width: (0.84 * bar).toFixed(2), y: y(times).toFixed(2), height: (base - y(times)).toFixed(2) },
      svg('title', {}, `${times} times`))),
  svg('path', { class: 'expected', d: histogram.expected.map((value, i) => `${i === 0 ? 'M' : 'L'}${(i * bar).toFixed(2)} ${y(value).toFixed(2)}h${bar.toFixed(2)}`).join('') }),
  svg('path', { class: 'axis', d: `M0 ${base}h${width}` }),
  svg('text', { x: 0, y: 106 }, '0'), svg('text', { x: width / 2, y: 106, 'text-anchor': 'middle' }, 'p/2'),
  svg('text', { x: width, y: 106, 'text-anchor': 'end' }, 'p − 1'));
}

/** Curves on axes. */
export function plot(plot) {
  const width = 480;
  const height = 260;
  const left = 44;
  const bottom = 226;
  const points = plot.curves.flatMap(curve => curve.x.map((x, i) => [x, curve.y[i]])).filter(([, y]) => Number.isFinite(y));
  const xs = range(points.map(point => point[0]));
  const ys = range(points.map(point => point[1]));
  const x = value => left + (width - left - 10) * (value - xs[0]) / (xs[1] - xs[0]);
  const y = value => bottom - (bottom - 12) * (value - ys[0]) / (ys[1] - ys[0]);
  const name = curve => curve.dots ? 'dots' : 'line';
  return el('section', { class: 'chart' },
      el('h3', {}, plot.title),
      el('figure', { class: 'plot' },
          svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${plot.title}: ${plot.curves.map(described).join('; ')}` },
              ticks(xs).map(tick => [svg('path', { class: 'rule', d: `M${x(tick)} 12V${bottom}` }), svg('text', { x: x(tick), y: bottom + 15, 'text-anchor': 'middle' }, label(tick))]),
              ticks(ys).map(tick => [svg('path', { class: 'rule', d: `M${left} ${y(tick)}H${width - 10}` }), svg('text', { x: left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, label(tick))]),
              svg('text', { x: (left + width) / 2, y: height - 4, 'text-anchor': 'middle' }, plot.xLabel),
              plot.curves.map((curve, i) => svg('g', { class: name(curve), 'data-hue': i }, drawn(curve, x, y, i)))),
          el('figcaption', {}, el('ul', { class: 'legend' }, plot.curves.map((curve, i) => el('li', {},
              svg('svg', { viewBox: '0 0 28 10', class: 'sample', 'aria-hidden': 'true' }, svg('g', { class: name(curve), 'data-hue': i },
                  drawn({ dots: curve.dots, x: curve.dots ? [14] : [1, 27], y: [5, 5] }, at => at, at => at, i))), curve.name))))));
}

function described(curve) {
  const ys = curve.y.filter(Number.isFinite);
  return ys.length === 0 ? curve.name : `${curve.name} from ${label(ys[0])} to ${label(ys.at(-1))}`;
}

function drawn(curve, x, y, i) {
  if (curve.dots) {
    return curve.x.map((at, k) => svg('circle', { cx: x(at).toFixed(2), cy: y(curve.y[k]).toFixed(2), r: 4 }));
  }
  const line = curve.x.map((at, k) => `${k === 0 ? 'M' : 'L'}${x(at).toFixed(2)} ${y(curve.y[k]).toFixed(2)}`).join('');
  return [svg('path', { d: line, 'stroke-dasharray': DASHES[i % DASHES.length] }),
    curve.x.length === 1 && svg('circle', { cx: x(curve.x[0]), cy: y(curve.y[0]), r: 3 })];
}

function range(values) {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const room = most > least ? 0.04 * (most - least) : 1;
  return [least - room, most + room];
}

function ticks([from, to]) {
  const rough = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= rough);
  const all = [];
  for (let k = Math.ceil(from / step); k * step <= to; k++) {
    all.push(k * step);
  }
  return all;
}

function label(number) {
  return String(Number(number.toPrecision(4))).replace('-', '−');
}
