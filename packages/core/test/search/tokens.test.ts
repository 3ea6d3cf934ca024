import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesIn, termOf } from '../../src/search/terms.js'
import { placedTokens, tokensOf } from '../../src/search/tokens.js'

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'aÅé ßİıΣς日本語かがｶﾞ한ㅎㅏㄴᄒ각ไทยำ👍🏽1½Ⅷﬁ\u0301\u200d') }),
)
const allowed = /^[^\0-\x2f\x3a-\x60\x7b-\x7f]+$/

test.each([
  ['Hello, World!', ['hello', 'world']],
  ["l'Homme n’a que 3.14", ['l', 'homme', 'n', 'a', 'que', '3', '14']],
  ['Ünïcode ÅNGSTRÖM Straße STRASSE', ['unicode', 'angstrom', 'strasse', 'strasse']],
  ['Ørsted Łódź Ægir', ['orsted', 'lodz', 'aegir']],
  ['ΟΔΥΣΣΕΎΣ Οδυσσεύς', ['οδυσσευσ', 'οδυσσευσ']],
  ['İstanbul ISTANBUL ıstanbul', ['istanbul', 'istanbul', 'istanbul']],
  ['Ёлка й', ['елка', 'и']],
  ['שָׁלוֹם مَرْحَبًا', ['שלום', 'مرحبا']],
  ['日本語', ['日本', '本語', '語']],
  ['日', ['日']],
  ['サーバー', ['サー', 'ーバ', 'バー', 'ー']],
  ['ｻｰﾊﾞｰ', ['サー', 'ーバ', 'バー', 'ー']],
  ['한국어', ['한국', '국어', '어']],
  ['iPhone手机', ['iphone', '手机', '机']],
  ['ＦＵＬＬ　ｗｉｄｔｈ ﬁne', ['full', 'width', 'fine']],
  ['हिन्दी भाषा', ['हिन्दी', 'भाषा']],
  ['ok👍🏽🇩🇪!', ['ok', '👍', '🇩🇪']],
  ['!?… --', []],
])('a text gives its tokens: %s', (text, tokens) => {
  expect(tokensOf(text)).toEqual(tokens)
})

test('Thai gives every two neighbours', () => {
  expect(tokensOf('ไทย').slice(0, 2)).toEqual(['ไท', 'ทย'])
})

test('tokens are what the storage contract allows, however odd the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const token of tokensOf(text)) {
        expect(token).toMatch(allowed)
        expect(token.length).toBeLessThanOrEqual(64)
        expect(token).not.toMatch(/\p{Surrogate}/u)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a text is found by the same tokens however it is composed', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const tokens = tokensOf(text.normalize('NFC'))
      expect(tokensOf(text.normalize('NFD'))).toEqual(tokens)
    }),
    { numRuns: 2_000 },
  )
})

test('case changes no token', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aÅéßſΣσςДйıłŁøæŒþ 1日か한') }), (text) => {
      const tokens = tokensOf(text)
      expect(tokensOf(text.toUpperCase())).toEqual(tokens)
      expect(tokensOf(text.toLowerCase())).toEqual(tokens)
    }),
    { numRuns: 1_000 },
  )
})

test('places lie within the text, in its order', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let before = 0
      for (const { start, end } of placedTokens(text)) {
        expect(start).toBeGreaterThanOrEqual(before)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        before = start
      }
    }),
    { numRuns: 2_000 },
  )
})

test('many and long words are bounded', () => {
  expect(tokensOf('a '.repeat(5_000))).toHaveLength(4_096)
  expect(tokensOf('x'.repeat(100))).toEqual(['x'.repeat(64)])
  expect(tokensOf(`${'x'.repeat(63)}𝕏𐐀𐐀`.replace('𝕏', '')).join('')).toBe('x'.repeat(63))
  expect(termOf('日本'.repeat(200))).toMatchObject({ type: 'phrase', tokens: { length: 128 } })
})

test.each([
  ['hel', { type: 'prefix', token: 'hel' }],
  ['Hello Wor', { type: 'phrase', tokens: ['hello', 'wor'], isPrefix: true }],
  ['日', { type: 'prefix', token: '日' }],
  ['日本', { type: 'word', token: '日本' }],
  ['日本語', { type: 'phrase', tokens: ['日本', '本語'], isPrefix: false }],
  ['日本 a', { type: 'phrase', tokens: ['日本', '本', 'a'], isPrefix: true }],
  ['…', undefined],
])('a keyword becomes a term: %s', (keyword, term) => {
  expect(termOf(keyword)).toEqual(term)
})

test.each([
  ['Say HELLO, hello!', ['hel'], ['HELLO', 'hello']],
  ['Ein Straßencafé', ['strassencafe'], ['Straßencafé']],
  ['東京日本語学校', ['日本語', '学'], ['日本語学']],
  ['東京日本', ['日'], ['日']],
  ['ｻｰﾊﾞｰ落ちた', ['サーバー'], ['ｻｰﾊﾞｰ']],
  ['one two, one three', ['one two'], ['one two']],
  ['㍿です', ['株式会社'], ['㍿']],
])('matches are places of the shown text: %s', (text, keywords, marked) => {
  const terms = keywords.flatMap((keyword) => termOf(keyword) ?? [])
  const places = matchesIn(text, terms)
  expect(places.map(({ start, length }) => text.slice(start, start + length))).toEqual(marked)
})

test('a text holds every piece of itself that begins with a word', () => {
  const words = fc.array(fc.constantFrom('alpha', 'Beta', 'gamma', '日本語', 'ไทย', '한국'), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), (list, from, to) => {
      const text = list.join(' ')
      const piece = list.slice(from % list.length, (from % list.length) + 1 + (to % list.length)).join(' ')
      const term = termOf(piece)
      expect(term && matchesIn(text, [term]).length).toBeGreaterThan(0)
    }),
  )
})

test('two or more characters of a script without spaces are found exactly where they stand', () => {
  const unit = fc.constantFrom('日', '本', '語', 'か')
  const run = fc.string({ unit, minLength: 2, maxLength: 12 })
  fc.assert(
    fc.property(run, fc.string({ unit, minLength: 2, maxLength: 3 }), (text, keyword) => {
      const term = termOf(keyword)
      expect(term !== undefined && matchesIn(text, [term]).length > 0).toBe(text.includes(keyword))
    }),
    { numRuns: 1_000 },
  )
})
