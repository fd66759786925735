// SPDX-FileCopyrightText: 2026 Raadgever contributors
// SPDX-License-Identifier: EUPL-1.2
// A second verifier, for Node, written from docs/ledger.md and docs/verifying.md and nothing else.
// node other.mjs VKEY FOLDER... prints {"folder", "good", "why"} per folder.
import {createHash, createPublicKey, verify as verifySignature} from 'node:crypto';
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

const sha = (...parts) => parts.reduce((h, part) => h.update(part), createHash('sha256')).digest();
const hex = (...parts) => sha(...parts).toString('hex');
const sorted = value =>
  Array.isArray(value) ? value.map(sorted)
  : value && typeof value === 'object'
    ? Object.fromEntries(Object.keys(value).sort().map(key => [key, sorted(value[key])])) : value;
const canonical = value => JSON.stringify(sorted(value));
const need = (truth, why) => { if (!truth) throw new Error(why); };
const same = (one, other, why) => need(canonical(one) === canonical(other), why);
const tally = values => values.reduce((found, value) => found.set(value, (found.get(value) ?? 0) + 1), new Map());
const FAVOUR = ['strongly_for', 'for', 'for_if'], AGAINST = ['against', 'strongly_against'];
const OUTCOMES = ['aangenomen', 'gewijzigd_aangenomen', 'verworpen', 'aangehouden', 'ingetrokken'];
const REPLIES = ['overgenomen', 'deels_overgenomen', 'niet_overgenomen', 'in_onderzoek'];
const short = text => text.replace(/[^0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]/g, '').length < 10;
const STANCES = [...FAVOUR, 'neutral', ...AGAINST, 'no_opinion'];
const KEYS = {
  eerder: 'c samenvattingen stuk t uitslagen vragen', definitie: 'c opent regels sluit stuk t vragen',
  verlenging: 'c reden sluit t', afgelasting: 'c reden t', moderatie: 'besluit c reden t v veld',
  verbetering: 'c nummer reden t', oordeel: 'c inhoud nummer orgaan t', codes: 'aantal c t wortel',
  sleutel: 'hand_nieuw hand_oud nieuw oud t', belofte: 'sleutel t', reactie: 'c d t', vervanging: 'c d t v', intrekking: 'c t v',
  uitsluiting: 'c reden t v', telling: 'c geteld nummer t uitslag', samenvatting: 'c inhoud nummer t uitslag',
  agendering: 'punt samenvatting stuk t', uitzondering: 'grond punt reden stuk t',
  besluit: 'inhoud nummer punt stuk t uitkomst volgt', antwoord: 'besluit c inhoud nummer over punt t uitkomst',
};

function known(vkey) { // a public key out of a vkey
  const [name, id, ...rest] = vkey.split('+');
  const key = Buffer.from(rest.join('+'), 'base64');
  need(hex(name + '\n', key).slice(0, 8) === id && key[0] === 1, 'vkey');
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)]);
  return {name, id, key: createPublicKey({key: spki, format: 'der', type: 'spki'})};
}

function successor(entries, vkey) { // the key that signs after all of these entries
  let now = null;
  const seen = [];
  for (const one of entries.filter(each => each.t === 'sleutel')) {
    need(!now || one.oud === now, 'a key that follows from nothing');
    const said = Buffer.from(`raadgever/sleutel/1\n${one.oud}\n${one.nieuw}\n`);
    for (const [key, hand] of [[one.oud, one.hand_oud], [one.nieuw, one.hand_nieuw]])
      need(verifySignature(null, said, known(key).key, Buffer.from(hand, 'base64')), 'a key that nobody signed for');
    seen.push(one.oud, one.nieuw);
    now = one.nieuw;
  }
  need(!now || seen.includes(vkey), 'the key is of another log');
  return now ?? vkey;
}

function checkpoint(content, vkey) {
  const {name, id, key} = known(vkey);
  const end = content.lastIndexOf('\n\n');
  const text = content.slice(0, end + 1);
  const mine = content.slice(end + 2).trimEnd().split('\n').filter(line => line.startsWith(`\u2014 ${name} `))
    .map(line => Buffer.from(line.split(' ')[2], 'base64')).filter(raw => raw.subarray(0, 4).toString('hex') === id);
  need(mine.length && mine.every(raw => verifySignature(null, Buffer.from(text), key, raw.subarray(4))), 'signature');
  const [origin, size, root] = text.split('\n');
  need(origin === name, 'origin');
  return {size: Number(size), root: Buffer.from(root, 'base64').toString('hex')};
}

function rootOf(leaves, split = 1) {
  if (leaves.length === 1) return leaves[0];
  while (split * 2 < leaves.length) split *= 2;
  return sha(Buffer.of(1), rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

function walk(lines, own, points) { // the order of steps; the reactions of this consultation, with how they went
  const contents = new Map(), asides = new Map(), definitions = {}, tallies = {}, summaries = {}, of = {}, valid = {};
  const gate = new Map(), decided = {}, answered = {}, passed = new Set(), decisions = [], answers = [];
  const earlier = {}, cancelled = new Set(), closes = {}, reasons = {}, moderated = [], reviews = [];
  const counted = c => (earlier[c]?.uitslagen.length ?? 0) + (tallies[c]?.length ?? 0);
  const versions = c => (earlier[c]?.samenvattingen.length ?? 0) + (summaries[c]?.length ?? 0);
  let front = 0;
  const shut = (one, at) => { for (let each = one; each; each = each.before) Object.assign(each, {shut: true, shutAt: each.shutAt ?? at}); };
  const cancel = (entry, place, went) => {
    const found = contents.get(entry.v);
    need(found && found.entry.c === entry.c && !found.went, `${place} cancels nothing`);
    Object.assign(found, {went, at: place});
    return found;
  };
  lines.forEach((line, place) => {
    const entry = JSON.parse(line), leaf = hex(Buffer.of(0), line);
    const {m, ...rest} = entry;
    const keys = Object.keys(rest).filter(key => entry.t !== 'besluit' || key !== 'c').sort().join(' ');
    need(canonical(entry) === line && keys === KEYS[entry.t], `${place} is no entry`);
    need(!('m' in entry) || (entry.d ? ['briefcode', 'mailcode'] : entry.t === 'definitie' ? ['mailcode'] : []).includes(m), `${place} came in how?`);
    if (entry.d) {
      need(!contents.has(leaf), `${place} is there twice`);
      need(definitions[entry.c] && !tallies[entry.c] && !cancelled.has(entry.c), `${place} is out of order`);
      const before = entry.t === 'vervanging' ? cancel(entry, place, 'replaced') : null;
      need(!before || before.entry.m === m, `${place} came in otherwise`);
      need(m !== 'mailcode' || definitions[entry.c].m, `${place} came in by mail`);
      contents.set(leaf, {entry, place, before, went: null, at: Infinity, shut: false});
    } else if (entry.t === 'intrekking' && asides.has(entry.v)) {
      need(!asides.get(entry.v).shut, `${place} again`);
      shut(asides.get(entry.v), place);
    } else if (entry.t === 'intrekking') shut(cancel(entry, place, 'withdrawn'), place);
    else if (entry.t === 'uitsluiting') asides.set(leaf, cancel(entry, place, 'set_aside'));
    else if (entry.t === 'eerder') {
      need(front++ === place, `${place} is not in front`);
      definitions[entry.c] = earlier[entry.c] = entry;
      for (const inhoud of entry.samenvattingen) of[inhoud] = entry.c;
    } else if (entry.t === 'codes') valid[entry.c] = entry.aantal;
    else if (entry.t === 'definitie') {
      need(!counted(entry.c), `${place} opens what was counted`);
      definitions[entry.c] = {...entry, codes: valid[entry.c]};
      closes[entry.c] = entry.sluit;
      delete earlier[entry.c];
    } else if (entry.t === 'verlenging' || entry.t === 'afgelasting') {
      need(definitions[entry.c] && !tallies[entry.c] && !cancelled.has(entry.c), `${place} is too late`);
      if (entry.t === 'afgelasting') cancelled.add(entry.c);
      else need(entry.sluit > (closes[entry.c] ?? '') && (closes[entry.c] = entry.sluit), `${place} is no extension`);
    } else if (entry.t === 'moderatie') {
      const about = contents.get(entry.v);
      need(about?.entry.c === entry.c && counted(entry.c), `${place} read what was not there`);
      moderated.push({about, place, field: entry.veld, released: entry.besluit === 'vrijgegeven', reason: entry.reden});
      need(['vrijgegeven', 'geweigerd'].includes(entry.besluit), `${place} decides nothing`);
    } else if (entry.t === 'verbetering') {
      need(versions(entry.c) && entry.nummer === versions(entry.c) + 1, `${place} corrects nothing`);
      reasons[`${entry.c} ${entry.nummer}`] = entry.reden;
    } else if (entry.t === 'oordeel') {
      need(entry.nummer >= 1 && entry.nummer <= versions(entry.c) + Math.min(counted(entry.c), 1), `${place} is about nothing`);
      if (entry.c === own) reviews.push(entry);
      passed.add(`${entry.c} ${entry.inhoud}`);
    } else if (entry.t === 'telling') {
      need(!cancelled.has(entry.c) && definitions[entry.c] && entry.nummer === counted(entry.c) + 1, `tally ${place}`);
      (tallies[entry.c] ??= []).push({entry, place});
      const used = [...contents.values()].filter(one => one.entry.c === entry.c && one.entry.m === 'briefcode' && !one.before && !one.shut);
      need((valid[entry.c] ?? 0) <= (definitions[entry.c].codes ?? 0) && used.length <= (valid[entry.c] ?? 0), 'codes');
    } else if (entry.t === 'samenvatting') {
      need(entry.nummer === versions(entry.c) + 1, `summary ${place}`);
      const results = [...(earlier[entry.c]?.uitslagen ?? []), ...(tallies[entry.c] ?? []).map(one => one.entry.uitslag)];
      need(results.includes(entry.uitslag), `summary ${place} of nothing`);
      const reason = reasons[`${entry.c} ${entry.nummer}`];
      need(entry.nummer === 1 || reason || earlier[entry.c], `summary ${place} corrects nothing`);
      (summaries[entry.c] ??= []).push({...entry, place, reason});
      of[entry.inhoud] = entry.c;
    } else if (entry.t === 'agendering') {
      need(of[entry.samenvatting] && definitions[of[entry.samenvatting]].stuk === entry.stuk, `agenda ${place}`);
      gate.set(`${entry.punt} ${entry.stuk} ${entry.samenvatting}`, of[entry.samenvatting]);
    } else if (entry.t === 'uitzondering') gate.set(`${entry.punt} ${entry.stuk} ${entry.reden}`, undefined);
    else if (entry.t === 'besluit') {
      const follows = `${entry.punt} ${entry.stuk} ${entry.volgt}`;
      need(gate.has(follows) && gate.get(follows) === entry.c, `decision ${place} follows nothing`);
      need(entry.nummer === (decided[entry.punt]?.nummer ?? 0) + 1 && OUTCOMES.includes(entry.uitkomst), `decision ${place}`);
      decided[entry.punt] = entry;
      if (entry.c === own) decisions.push(entry);
    } else if (entry.t === 'antwoord') {
      const about = `${entry.c} ${entry.over}`, goes = decided[entry.punt];
      need(goes && goes.c === entry.c && goes.inhoud === entry.besluit, `answer ${place} goes with no decision`);
      need(entry.over === 'voorstel' || passed.has(about) || (entry.c === own ? points.includes(entry.over) : /^\d+$/.test(entry.over)), `answer ${place} is about nothing`);
      need(entry.nummer === (answered[about] ?? 0) + 1 && REPLIES.includes(entry.uitkomst), `answer ${place}`);
      answered[about] = entry.nummer;
      if (entry.c === own) answers.push(entry);
    }
  });
  const mine = [...contents.values()].filter(one => one.entry.c === own);
  return {mine, definition: definitions[own], tallies: tallies[own] ?? [], summaries: summaries[own] ?? [],
    moderated: moderated.filter(one => one.about.entry.c === own), reviews, decisions, answers};
}

function opened(rows, said, asked, tallyAt, sealed) {
  need(rows.length === said.length, 'all and only');
  const form = asked.questions.flatMap(one => {
    const more = one.other ? ['.other'] : one.required && ['open', 'number'].includes(one.type) ? ['.skip'] : [];
    const fields = [one.key, ...more.map(each => one.key + each)];
    return fields.map(field => ({
      field: (one.type === 'background' ? 'achtergrond/' : 'vraag/') + field, question: one,
      text: field.endsWith('.other') || (one.type === 'open' && field === one.key),
    }));
  });
  const all = ['kenmerk', 'kanaal', 'dag', ...form.map(one => one.field)].sort().join(' ');
  const ids = new Set();
  rows.forEach((row, number) => {
    const line = said[number];
    need(line.regel === row.place, 'all and only');
    need(Object.keys(row.entry.d).sort().join(' ') === all, `${row.place} has other fields`);
    for (const [field, [value, salt]] of Object.entries(line.open)) {
      const parts = ['veld/1\0', field, '\0', Buffer.from(salt, 'hex'), canonical(value)];
      need(salt.length === 64 && hex(...parts) === row.entry.d[field], `${row.place} ${field} does not open`);
    }
    const is = field => line.open[field]?.[0];
    Object.assign(row, {counts: !row.went || row.at > tallyAt, id: line.kenmerk});
    row.aside = row.went === 'set_aside' && !row.counts;
    need(!ids.has(row.id) && ids.add(row.id), 'an id twice');
    if (row.shut) {
      need(!Object.keys(line.open).length, `${row.place} is shut`);
      Object.assign(row, {channel: line.kanaal, day: line.dag, value: () => null, wrote: () => false});
      return;
    }
    need(is('kenmerk') === row.id && 'kanaal' in line.open, `${row.place} has no id`);
    const may = new Set(['kenmerk', 'kanaal']);
    for (const {field, question, text} of form) {
      const must = sealed || ((row.counts || row.aside) && !text && question.type !== 'background');
      need(!must || field in line.open, `${row.place} ${field} is not opened`);
      if (must || (text && (row.counts || (row.aside && is(field) === null)))) may.add(field);
      if (question.type === 'stance' && is(field)) need(STANCES.includes(is(field)), `${row.place} is no answer`);
    }
    need(sealed || Object.keys(line.open).every(field => may.has(field)), `${row.place} opens too much`);
    Object.assign(row, {channel: is('kanaal'), day: is('dag'), value: is,
      wrote: field => is(field) !== null, told: form.filter(one => one.text && is(one.field)).map(one => one.field)});
  });
}

const perMille = (n, of) => (of ? Math.floor((2000 * n + of) / (2 * of)) : 0);

function figures(result, rows, counting, rules, sealed, {codes, m}, tallyAt) {
  const of = (some, went) => some.filter(row => !row.counts && row.went === went).length;
  const sums = some => ({received: some.length, counted: some.filter(row => row.counts).length,
    replaced: of(some, 'replaced'), withdrawn: of(some, 'withdrawn'), set_aside: of(some, 'set_aside')});
  same(result.totals, sums(rows), 'totals');
  const channels = [...new Set(rows.map(row => row.channel))].sort();
  same(result.by_channel, channels.map(c => ({...sums(rows.filter(row => row.channel === c)), channel: c})), 'channels');
  if (sealed) {
    const days = [...new Set(rows.map(row => `${row.day} ${row.channel}`))].sort();
    same(result.by_day, days.map(each => {
      const [day, channel] = each.split(' ');
      return {channel, day, ...sums(rows.filter(row => row.day === day && row.channel === channel))};
    }), 'days');
  }
  const shares = some => {
    const often = tally(some), answered = some.filter(one => STANCES.includes(one)).length;
    return STANCES.map(stance => ({stance, n: often.get(stance) ?? 0, permille: perMille(often.get(stance) ?? 0, answered)}));
  };
  for (const point of result.points) {
    const [stance, advice] = [`vraag/${point.number}.stance`, `vraag/${point.number}.advice`];
    same(point.stances, shares(counting.map(row => row.value(stance))), 'stances');
    for (const c of point.by_channel)
      same(c.stances, shares(counting.filter(row => row.channel === c.channel).map(row => row.value(stance))), 'stances of a channel');
    const of = some => counting.filter(row => some.includes(row.value(stance))).length;
    need(point.in_favour === of(FAVOUR) && point.opposed === of(AGAINST) && point.neutral === of(['neutral']), 'sides');
    need(point.left_empty === of([null]) && point.advices === counting.filter(row => row.wrote(advice)).length, 'advices');
    same(point.agreement, {net: of(FAVOUR) - of(AGAINST), of: of([...FAVOUR, ...AGAINST, 'neutral'])}, 'agreement');
  }
  const both = rows.filter(row => row.counts || row.aside), apart = result.with_aside ?? null;
  need(Boolean(apart) === both.length > counting.length, 'with what is apart, or not');
  if (apart && !rows.some(row => row.aside && row.shutAt > tallyAt)) {
    need(apart.counted === both.length, 'how many with what is apart');
    for (const point of apart.points) {
      const said = both.map(row => row.value(`vraag/${point.number}.stance`) ?? null);
      same(point.stances, shares(said), 'stances with what is apart');
      need(point.left_empty === said.filter(one => one === null).length, 'empty with what is apart');
      need(point.advices === both.filter(row => row.wrote(`vraag/${point.number}.advice`)).length, 'advices with what is apart');
    }
  }
  const ways = [...codes === undefined ? [] : [['letter', 'briefcode']], ...m ? [['mail', m]] : [], ['open']];
  same(result.by_way, ways.length === 1 ? [] : ways.map(([way, word]) =>
    ({...sums(rows.filter(row => row.entry.m === word)), way})), 'ways');
  need(result.k === rules.k, 'k');
  for (const {background, shown} of result.who)
    for (const {group, n} of shown) {
      need(n === 0 || n >= result.k, 'a group that is too small');
      if (sealed) need(n === counting.filter(row => row.value(`achtergrond/${background}`) === group).length, 'a group');
    }
  for (const letter of sealed ? result.letters : []) {
    const texts = counting.map(row => row.value(`vraag/${letter.question}`)).filter(Boolean)
      .map(text => new Set(text.toLowerCase().match(/\p{L}[\p{L}\p{N}'\u2019-]*/gu)));
    const like = (a, b) => { const both = [...a].filter(word => b.has(word)).length; return both / (a.size + b.size - both) >= 0.45; };
    need(texts.some(one => texts.filter(other => like(one, other)).length === letter.senders), 'a letter');
  }
}

function sentences(content, rows, counting, channels) {
  const ids = some => hex(some.map(row => row.id).sort().join('\n'));
  const sets = new Map(); // question -> [count, digest] of every set that may be cited for it
  const add = (question, some) => sets.set(`${question} ${some.length} ${ids(some)}`, true);
  add('counted', counting); add('received', rows);
  for (const went of ['replaced', 'withdrawn', 'set_aside']) add(went, rows.filter(row => !row.counts && row.went === went));
  for (const c of channels) add('channel', counting.filter(row => row.channel === c));
  for (const {number} of content.figures.points) {
    const key = `${number}.stance`;
    for (const some of [FAVOUR, AGAINST, STANCES, [null], ...STANCES.map(one => [one])])
      add(key, counting.filter(row => some.includes(row.value(`vraag/${key}`))));
    add(`${number}.advice`, counting.filter(row => row.wrote(`vraag/${number}.advice`)));
    const rules = content.sentences.filter(one => one.decisionPoint === number).map(one => one.rule);
    for (const rule of ['answered', 'in_favour', 'opposed', 'neutral', 'no_opinion', 'left_empty', 'advice'])
      need(rules.includes(rule), `no sentence ${rule}`);
  }
  for (const {rule, text, decisionPoint, citations} of content.sentences) {
    const left = citations.map(one => String(one.count).replace(/\B(?=(\d{3})+$)/g, '.')), names = [String(decisionPoint)];
    for (const number of text.match(/\d+(?:\.\d{3})*/g) ?? []) {
      if (left[0] === number) left.shift();
      else need(names.splice(names.indexOf(number), names.includes(number) ? 1 : 0).length, `${rule} says ${number}`);
    }
    need(!left.length, `${rule} does not say ${left}`);
    for (const one of rule === 'letter' ? [] : citations)
      need(sets.has(`${one.question} ${one.count} ${one.entries}`), `${rule} cites others`);
  }
}

function quotations(content, questions, counting, rules) {
  const seed = hex(sha(questions), sha(counting.map(row => row.id).sort().join('\n')));
  need(content.seed === seed, 'seed');
  const quoted = new Set();
  for (const {decisionPoint, side, rank, text, question} of content.quotations) {
    need(question === '', 'only advice here');
    const [field, key] = [`vraag/${decisionPoint}.advice`, `${decisionPoint}.advice`];
    const stance = row => row.value(`vraag/${decisionPoint}.stance`) ?? 'none';
    const lot = row => hex(`${seed}\n${key}\n${row.id}`);
    const drawn = counting.filter(row => row.wrote(field) && stance(row) === side)
      .sort((a, b) => (lot(a) < lot(b) ? -1 : 1)).slice(0, 25)[rank];
    need(drawn && drawn.value(field) === text, `quotation ${side} ${rank}`);
    quoted.add(`${drawn.place} ${field}`);
  }
  return quoted;
}

function decided(content, summary, moderated, seed, counting, rules) { // who was drawn is quoted, or was refused
  const shown = {}, expected = {};
  for (const {decisionPoint, side, rank} of content.quotations) (shown[`${decisionPoint}.advice ${side}`] ??= []).push(rank);
  const last = new Map(moderated.filter(one => one.place < summary.place).map(one => [`${one.about.place} ${one.field}`, one.released]));
  for (const {number} of content.figures.points) {
    const key = `${number}.advice`, wrote = counting.filter(row => row.wrote(`vraag/${key}`));
    const side = row => row.value(`vraag/${number}.stance`) ?? 'none', lot = row => hex(`${seed}\n${key}\n${row.id}`);
    for (const one of new Set(wrote.map(side))) {
      let taken = 0;
      wrote.filter(row => side(row) === one).sort((a, b) => (lot(a) < lot(b) ? -1 : 1)).slice(0, 25).forEach((row, rank) => {
        const released = last.get(`${row.place} vraag/${key}`);
        if (released === false || taken >= rules.verbatims) return;
        taken += 1;
        if (released) (expected[`${key} ${one}`] ??= []).push(rank);
      });
    }
  }
  same(shown, expected, 'others are quoted than were released');
}

function check(folder, vkey) {
  const read = name => readFileSync(join(folder, name));
  const lines = name => read(name).toString().trimEnd().split('\n');
  const about = JSON.parse(read('bundel.json')), sealed = Boolean(about.verzegeld);
  const log = lines('log.jsonl');
  const seen = checkpoint(read('checkpoint').toString(), successor(log.map(line => JSON.parse(line)), vkey));
  need(log.length === seen.size, 'size');
  need(rootOf(log.map(line => sha(Buffer.of(0), line))).toString('hex') === seen.root, 'root');
  const points = JSON.parse(read('stuk.json'))[2].map(([number]) => String(number));
  const {mine, definition, tallies, summaries, moderated, reviews, decisions, answers} = walk(log, about.raadpleging, points);
  need(hex(read('definitie.json')) === definition.vragen && hex(read('regels.json')) === definition.regels, 'definition');
  need(hex(read('stuk.json')) === definition.stuk, 'document');
  const usual = ['bundel.json', 'checkpoint', 'log.jsonl', 'definitie.json', 'regels.json', 'stuk.json', 'reacties.jsonl',
    'uitslag.json', 'oordelen.jsonl', 'besluiten.jsonl', 'antwoorden.jsonl', 'LEESMIJ.md', ...sealed ? ['deeltellingen.jsonl'] : [],
    ...summaries.map(one => `samenvatting-${one.nummer}.json`)];
  for (const name of readdirSync(folder)) need(usual.includes(name), `${name} is not of this bundle`);
  const last = summaries.at(-1), {entry, place} = tallies.find(one => one.entry.uitslag === last.uitslag);
  const [asked, rules, result] = ['definitie.json', 'regels.json', 'uitslag.json'].map(name => JSON.parse(read(name)));
  const said = lines('reacties.jsonl').map(line => JSON.parse(line));
  opened(mine, said, asked, place, sealed);
  const why = Object.assign({}, ...said.map(line => line.redenen ?? {}));
  for (const one of moderated) {
    need(Boolean(why[one.place]) === (sealed && !one.about.shut), `${one.place} why`);
    if (!why[one.place]) continue;
    const [text, salt] = why[one.place];
    need(hex('veld/1\0reden\0', Buffer.from(salt, 'hex'), canonical(text)) === one.reason, `${one.place} why`);
  }
  need(Object.keys(why).length <= moderated.length, 'why nothing');
  if (sealed) {
    const seen = [];
    for (const {kenmerk, regels} of lines('deeltellingen.jsonl').map(line => JSON.parse(line))) {
      const counted = regels.flatMap(at => {
        const came = mine.filter(one => one.place === at).map(one => [one.id, 1, 'received', one.channel, one.day]);
        const went = mine.filter(one => one.at === at).map(one => [one.id, -1, one.went, one.channel, one.day]);
        return [...came, ...went];
      }).sort((a, b) => (a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1));
      need(hex(JSON.stringify(counted)) === kenmerk, 'a batch of others');
      seen.push(...regels);
    }
    need(new Set(seen).size === seen.length, 'a line is counted twice');
    need(mine.every(one => seen.includes(one.place) && (one.at > place || seen.includes(one.at))), 'a line is in no batch');
  }
  const passed = read('oordelen.jsonl').toString().split('\n').slice(0, -1);
  const final = reviews.filter(one => one.nummer <= summaries.at(-1).nummer);
  need(passed.length === final.length && final.every(({inhoud, nummer, orgaan}, at) => {
    const said = JSON.parse(passed[at]);
    return hex(passed[at]) === inhoud && said.nummer === nummer && said.orgaan === orgaan;
  }), 'reviews');
  for (const [name, entries] of [['besluiten.jsonl', decisions], ['antwoorden.jsonl', answers]]) {
    const said = read(name).toString().split('\n').slice(0, -1);
    need(said.length === entries.length, name);
    said.forEach((line, at) => {
      const one = JSON.parse(line), entry = entries[at];
      need(hex(line) === entry.inhoud, `${name} ${at}`);
      for (const key of ['nummer', 'uitkomst', ...(one.punten ? ['punt'] : ['over'])]) need(one[key] === entry[key], `${name} ${key}`);
      need((one.nummer > 1) !== short(one.omdat), `${name} ${at} for no reason`);
      if (one.punten) need(!short(one.tekst), `${name} ${at} says nothing`);
      else need(!['deels_overgenomen', 'niet_overgenomen'].includes(one.uitkomst) || !short(one.tekst), `${name} ${at} says not why`);
      for (const [point, outcome] of Object.entries(one.punten ?? {}))
        need(points.includes(point) && OUTCOMES.includes(outcome) && outcome !== one.uitkomst, `${name} ${at} point ${point}`);
    });
  }
  const counting = mine.filter(row => row.counts);
  need(hex(read('uitslag.json')) === entry.uitslag && entry.geteld === counting.length, 'tally');
  figures(result, mine, counting, rules, sealed, definition, place);
  for (const {nummer, inhoud, reason} of summaries) {
    const bytes = read(`samenvatting-${nummer}.json`);
    need(hex(bytes) === inhoud && (!reason || hex(JSON.parse(bytes).correction) === reason), 'summary');
  }
  const content = JSON.parse(read(`samenvatting-${last.nummer}.json`));
  same(content.figures, result, 'the summary shows other figures');
  if (content.log) {
    const before = log.slice(0, content.log.size).map(line => sha(Buffer.of(0), line));
    need(rootOf(before).toString('hex') === content.log.root, 'the summary prints another log');
  }
  sentences(content, mine, counting, result.by_channel.map(one => one.channel));
  const quoted = quotations(content, read('definitie.json'), counting, rules);
  decided(content, last, moderated, content.seed, counting, rules);
  const released = new Set(moderated.filter(one => one.released).map(one => `${one.about.place} ${one.field}`));
  for (const each of quoted) need(released.has(each), 'a quotation that nobody released');
  if (!sealed) for (const row of mine) for (const field of row.told ?? []) need(released.has(`${row.place} ${field}`), 'a text too many');
}

const [vkey, ...folders] = process.argv.slice(2);
for (const folder of folders) {
  let why = '';
  try { check(folder, vkey); } catch (error) { why = error.message; }
  console.log(JSON.stringify({folder, good: !why, why}));
}
