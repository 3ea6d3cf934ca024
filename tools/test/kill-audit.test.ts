import { expect, test } from 'vitest'
import { auditCopies } from '../bench/kills/audit.ts'

const texts = ['ada 0 0', 'bob 0 0', 'ada 0 1', 'ada 1 0', 'bob 0 1']
const taken = new Map([['crew', texts]])
const server = [{ holder: 'server', conversation: 'crew', texts }]
const device = (held: readonly string[]) => [{ holder: 'cyd', conversation: 'crew', texts: held }]
const clean = { lost: [], doubled: [], reordered: [], invented: [] }

test('equal copies are clean, and so is a message whose send was cut off and that arrived all the same', () => {
  expect(auditCopies(taken, server, device(texts))).toEqual(clean)
  expect(auditCopies(new Map([['crew', texts.slice(0, 4)]]), server, device(texts))).toEqual(clean)
})

test('a message that was taken and is not at the server is lost', () => {
  const audit = auditCopies(new Map([['crew', [...texts, 'ada 1 1']]]), server, device(texts))
  expect(audit).toEqual({ ...clean, lost: ['ada 1 1 at the server'] })
  expect(auditCopies(taken, [], []).lost).toHaveLength(texts.length)
})

test('a message that one device does not have is lost', () => {
  expect(auditCopies(taken, server, device(texts.toSpliced(1, 1)))).toEqual({ ...clean, lost: ['bob 0 0 at cyd'] })
})

test('a message that stands twice is doubled, at the server and on a device', () => {
  expect(auditCopies(taken, server, device([...texts, 'ada 0 1'])).doubled).toEqual(['ada 0 1 at cyd'])
  const twice = [{ holder: 'server', conversation: 'crew', texts: [...texts, 'bob 0 1'] }]
  expect(auditCopies(taken, twice, []).doubled).toEqual(['bob 0 1 at server'])
})

test('a message before an earlier one of its sender is reordered, over launches too', () => {
  const swapped = ['ada 0 0', 'ada 1 0', 'ada 0 1', 'bob 0 0', 'bob 0 1']
  const copies = [{ holder: 'server', conversation: 'crew', texts: swapped }]
  expect(auditCopies(taken, copies, device(swapped))).toEqual({ ...clean, reordered: ['ada 0 1'] })
})

test('a device that shows another order than the server is reordered', () => {
  const swapped = ['bob 0 0', 'ada 0 0', ...texts.slice(2)]
  expect(auditCopies(taken, server, device(swapped)).reordered).toEqual(['bob 0 0 at cyd', 'ada 0 0 at cyd'])
})

test('a message that the server does not have is invented', () => {
  expect(auditCopies(taken, server, device([...texts, 'ada 9 9']))).toEqual({ ...clean, invented: ['ada 9 9 at cyd'] })
})
