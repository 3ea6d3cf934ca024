import { avatarView } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'

const names = [
  ['Maya Okafor', 'MO'],
  ['Dad', 'D'],
  ['Ada Augusta Lovelace', 'AA'],
  ['Flat 4B', 'F4'],
  ['Lab — Group C', 'LG'],
  ['  tomás   reyes ', 'TR'],
  ['مايا عكوفور', 'مع'],
  ['山田 太郎', '山太'],
  ['🎉🎉', '#'],
  ['', '#'],
] as const

test.each(names)('%s has the letters %s', (name, initials) => {
  expect(avatarView('id', name).initials).toBe(initials)
})

test('the colour belongs to the ID: it stays when the name changes', () => {
  expect(avatarView('ada', 'Ada').color).toBe(avatarView('ada', 'Lady Lovelace').color)
})

test('many IDs use all eight colours and no other', () => {
  const colors = new Set(Array.from({ length: 200 }, (_, index) => avatarView(`user-${String(index)}`, 'x').color))
  expect([...colors].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})
