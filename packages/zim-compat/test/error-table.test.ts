import { errorCodes, isErrorCode } from '@latchkey/core'
import { expect, test } from 'vitest'
import { errorTable } from '../src/errors.js'
import { ZIMErrorCode } from '../src/index.js'

const used = new Set<number>(Object.values(errorTable).flatMap((numbers) => Object.values(numbers)))

test('every code of Latchkey has a number', () => {
  expect(Object.keys(errorTable).toSorted()).toEqual(Object.keys(errorCodes).filter(isErrorCode).toSorted())
  expect([...used].every((number) => number !== ZIMErrorCode.Success)).toBe(true)
})

test('every number that has a name occurs', () => {
  const unused = Object.entries(ZIMErrorCode).filter(([, number]) => !used.has(number))
  expect(unused.map(([name]) => name)).toEqual(['Success'])
})
