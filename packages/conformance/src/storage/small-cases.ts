import { expect } from 'vitest'
import { ada, expectCode, putAll } from './case-data.js'
import { storageCase, type StorageCase, type StorageCaseContext } from './storage-case.js'
import type { SmallRecordBytes } from './storage-fixture.js'

const limitBytes = 64 * 1024

function rawBytes({ fixture }: StorageCaseContext): SmallRecordBytes {
  if (!fixture.smallRecordBytes) throw new Error('A fixture of a sealed driver needs smallRecordBytes.')
  return fixture.smallRecordBytes
}

/** Some places of a record: its ends, and places spread between them. */
function somePlaces({ length }: Uint8Array): number[] {
  return [...new Set(Array.from({ length: 33 }, (_, step) => Math.floor(((length - 1) * step) / 32)))]
}

/** The small records. */
export const smallCases: readonly StorageCase[] = [
  storageCase('ST-59', 'a record reads back as it was put, undefined when there is none', async ({ driver }) => {
    expect(await driver.small.get('acme', 'last-login')).toBeUndefined()
    await driver.small.put('acme', 'last-login', 'ada')
    expect(await driver.small.get('acme', 'last-login')).toBe('ada')
  }),

  storageCase('ST-60', 'a put replaces the record', async ({ driver }) => {
    await driver.small.put('acme', 'last-login', 'ada, who has a long name')
    await driver.small.put('acme', 'last-login', 'bob')
    expect(await driver.small.get('acme', 'last-login')).toBe('bob')
  }),

  storageCase('ST-61', 'a removed record is gone, and removing twice does nothing', async ({ driver }) => {
    await driver.small.remove('acme', 'last-login')
    await driver.small.put('acme', 'last-login', 'ada')
    await driver.small.remove('acme', 'last-login')
    await driver.small.remove('acme', 'last-login')
    expect(await driver.small.get('acme', 'last-login')).toBeUndefined()
  }),

  storageCase('ST-62', 'a record belongs to one name of one app', async ({ driver }) => {
    // Among them names that run together when they are merely joined.
    const names = [
      ['ab', 'cd'],
      ['a', 'bcd'],
      ['abc', 'd'],
      ['ab', 'ce'],
      ['ac', 'cd'],
      ['AB', 'CD'],
      ['ab/cd', 'e'],
      ['ab', 'cd/e'],
    ]
    for (const [app = '', name = ''] of names) await driver.small.put(app, name, `${app} and ${name}`)
    await driver.small.remove('ac', 'cd')

    for (const [app = '', name = ''] of names) {
      const removed = app === 'ac'
      expect(await driver.small.get(app, name)).toBe(removed ? undefined : `${app} and ${name}`)
    }
  }),

  storageCase('ST-63', 'a record holds any text of up to 64 KiB', async ({ driver }) => {
    const values = ['', '{"text":"\u0000 é 漢 👩‍👩‍👧"}', 'x'.repeat(limitBytes), 'é'.repeat(limitBytes / 2)]
    for (const [index, value] of values.entries()) {
      await driver.small.put('acme', `record-${index}`, value)
      expect(await driver.small.get('acme', `record-${index}`)).toBe(value)
    }
  }),

  storageCase('ST-64', 'records are readable before any database is open, and beside one', async ({ driver, open }) => {
    await driver.small.put('acme', 'last-login', 'ada')
    const session = await open()
    await driver.small.put('acme', 'first-screen', 'hello')
    await session.close()

    expect(await driver.small.get('acme', 'last-login')).toBe('ada')
    expect(await driver.small.get('acme', 'first-screen')).toBe('hello')
  }),

  storageCase('ST-65', 'removing a database leaves the records of its app', async ({ driver, open }) => {
    await driver.small.put(ada.app, 'last-login', 'ada')
    const session = await open()
    await putAll(session, 'marks', [{ id: 1 }])
    await session.close()
    await driver.remove(ada)

    expect(await driver.small.get(ada.app, 'last-login')).toBe('ada')
  }),

  storageCase(
    'ST-66',
    'a sealed record of which any byte was changed, cut off or added is refused',
    async (context) => {
      const { small } = context.driver
      const raw = rawBytes(context)
      await small.put('acme', 'last-login', 'ada, until the end of the month')
      const sealed = await raw.read('acme', 'last-login')

      for (const place of somePlaces(sealed)) {
        const changed = sealed.map((byte, index) => (index === place ? byte ^ 1 : byte))
        await raw.write('acme', 'last-login', changed)
        await expectCode(small.get('acme', 'last-login'), 'storage-tampered')
      }
      for (const changed of [sealed.slice(0, -1), sealed.slice(1), new Uint8Array(0), Uint8Array.of(...sealed, 0)]) {
        await raw.write('acme', 'last-login', changed)
        await expectCode(small.get('acme', 'last-login'), 'storage-tampered')
      }
      await raw.write('acme', 'last-login', sealed)
      expect(await small.get('acme', 'last-login')).toBe('ada, until the end of the month')
    },
    { needs: 'sealed' },
  ),

  storageCase(
    'ST-67',
    'a sealed record under another name or another app is refused',
    async (context) => {
      const { small } = context.driver
      const raw = rawBytes(context)
      await small.put('acme', 'last-login', 'ada')
      const sealed = await raw.read('acme', 'last-login')

      await raw.write('acme', 'first-screen', sealed)
      await expectCode(small.get('acme', 'first-screen'), 'storage-tampered')
      await raw.write('other', 'last-login', sealed)
      await expectCode(small.get('other', 'last-login'), 'storage-tampered')
    },
    { needs: 'sealed' },
  ),

  storageCase(
    'ST-68',
    'a sealed record shows nothing of its text, nor that two records are the same',
    async (context) => {
      const { small } = context.driver
      const raw = rawBytes(context)
      const value = 'a text that must not be found'
      await small.put('acme', 'last-login', value)
      const first = await raw.read('acme', 'last-login')
      await small.put('acme', 'last-login', value)
      const second = await raw.read('acme', 'last-login')

      expect(toText(first)).not.toContain('must not')
      expect(toText(first)).not.toBe(toText(second))
    },
    { needs: 'sealed' },
  ),
]

function toText(bytes: Uint8Array): string {
  return [...bytes].map((byte) => String.fromCharCode(byte)).join('')
}
