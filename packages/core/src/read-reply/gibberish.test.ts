import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReply } from './read-reply.ts';

// Whoever is silenced by mistake is a customer lost, so what says nothing must not be taken for a wish.

type Part = fc.Arbitrary<string | number> | string;
const inOrder = (...parts: readonly Part[]) =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((all) => all.join(''));
const from = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
const inALine = (word: fc.Arbitrary<string>, maxLength = 12) =>
  fc.array(word, { minLength: 1, maxLength }).map((words) => words.join(' '));
const oneOf = (list: string) => fc.constantFrom(...list.split(' '));

// Without an f: "fu" does say something.
const syllable = inOrder(from('bcdghjklmnprstvwz', 1, 1), from('aeiou', 1, 1), from('nrlst', 0, 1));
const invented = fc.array(syllable, { minLength: 1, maxLength: 4 }).map((syllables) => syllables.join(''));
const tag = oneOf('img div script a p svg');

const kinds: { readonly [kind: string]: fc.Arbitrary<string> } = {
  'invented words': inALine(invented),
  'words without sense': inALine(
    oneOf(
      'apple river cloud table lamp bicycle mountain violin pepper candle orange tiger blanket guitar planet window button basket ladder marble pencil rocket teapot umbrella walnut zebra jump sing paint carve climb whisper juggle sail green tiny purple hollow frozen ancient crooked shiny wooden quick',
    ),
  ),
  letters: inALine(from('abcdefghijklmnopqrstuvwxyz', 1, 10)),
  'a mashed keyboard': inALine(
    fc.oneof(from('asdfghjkl', 2, 15), from('qwertyuiop', 2, 15), from("asdfjkl;'", 2, 15)),
    4,
  ),
  base64: fc.base64String({ minLength: 16, maxLength: 120 }),
  'web addresses': fc.webUrl({ withQueryParameters: true, withFragments: true }),
  'log lines': inOrder(
    fc.integer({ min: 1, max: 28 }),
    ' Nov 10:14:07.',
    fc.nat(999),
    ' ',
    oneOf('INFO WARN ERROR DEBUG'),
    ' [',
    invented,
    '] connection from ',
    fc.ipV4(),
    ' took ',
    fc.nat(),
    ' ms, cache miss, ',
    invented,
  ),
  data: fc
    .dictionary(invented, fc.oneof(invented, fc.integer(), fc.boolean()), { minKeys: 1 })
    .map((entries) => JSON.stringify(entries)),
  markup: inOrder('<', tag, ' ', invented, '=', invented, '>', oneOf('alert(1) &nbsp; text'), '</', tag, '>'),
  code: inOrder(oneOf('const let return await'), ' ', invented, ' = ', invented, '(', invented, ');'),
  emoji: from('😀😂🥳🐶🌮🚗🏠🎸🌈⚽🍕🐱🌻🔥💧🎂📞✨🤖👻', 1, 10),
  'digits and marks': from('0123456789 .,!?-/:', 1, 20),
  'other languages': fc.oneof(
    ...[
      'ich habe ein Rohr Wasser Küche bitte Termin morgen Heizung kaputt wann kommen Sie Preis danke der und für wir',
      'eu tenho um cano quebrado na cozinha preciso amanhã por favor qual o preço obrigado bom dia quando pode vir',
      'mam zepsutą rurę w kuchni proszę o kontakt jutro ile to kosztuje dziękuję dzień dobry woda dom ulica',
      'mutfakta boru patladı yarın gelebilir misiniz ne kadar teşekkürler merhaba evim su adres sıcak',
      'kailangan ko ng tubero bukas sira ang gripo sa kusina magkano po salamat magandang umaga',
      'tôi cần sửa ống nước nhà bếp ngày mai bao nhiêu tiền cảm ơn xin chào khi nào đến được',
      'у меня течёт кран на кухне можете приехать завтра сколько стоит спасибо здравствуйте',
      'عندي تسرب ماء في المطبخ متى يمكنكم الحضور غدا كم السعر شكرا مرحبا العنوان',
      '我 家 厨房 水管 漏水 明天 可以 来 吗 多少 钱 谢谢 你好 地址',
    ].map((words) => inALine(oneOf(words))),
  ),
};
const firstText =
  'Hi, this is Smith Plumbing. Sorry we missed your call! How can we help? Reply STOP to opt out.';

test('of a hundred texts that say nothing, hardly one is taken for a wish for silence', () => {
  const texts = Object.values(kinds).flatMap((kind) => fc.sample(kind, { seed: 1, numRuns: 150 }));
  const silenced = texts.filter(
    (text) => readReply(text).suppress || readReply(text, { lastOutbound: firstText }).suppress,
  );
  expect(texts.length).toBeGreaterThan(1_900);
  expect(silenced.length, silenced.join('\n')).toBeLessThanOrEqual(texts.length / 100);
});
