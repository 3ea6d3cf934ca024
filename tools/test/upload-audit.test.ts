import { expect, test } from 'vitest'
import { auditDelivery } from '../bench/upload/audit.ts'

const hashes = ['a', 'b']
const message = { messageID: 'm1', sentStatus: 'sent', hashes }
const atServer = { holder: 'the server', messages: [{ messageID: 'm1' }] }
const at = (...messages: readonly (typeof message)[]) => ({ holder: 'ada', messages })
const clean = { lost: [], doubled: [], different: [] }

test('one sent message with the bytes that were sent is clean', () => {
  expect(auditDelivery(hashes, [atServer, at(message)])).toEqual(clean)
})

test('a message that is not there, or still waits, is lost', () => {
  const lost = ['no sent message at ada']
  expect(auditDelivery(hashes, [atServer, at()])).toEqual({ ...clean, lost })
  expect(auditDelivery(hashes, [at({ ...message, sentStatus: 'waiting' })])).toEqual({ ...clean, lost })
})

test('a second message is doubled', () => {
  expect(auditDelivery(hashes, [at(message, { ...message, messageID: 'm2' })])).toEqual({
    ...clean,
    doubled: ['m2 at ada'],
  })
})

test('a file with other bytes, one that is missing and one too many are different', () => {
  const different = ['file 2 at ada']
  expect(auditDelivery(hashes, [at({ ...message, hashes: ['a', 'c'] })])).toEqual({ ...clean, different })
  expect(auditDelivery(hashes, [at({ ...message, hashes: ['a'] })])).toEqual({ ...clean, different })
  expect(auditDelivery(['a'], [at(message)])).toEqual({ ...clean, different })
})
