import { expect } from 'vitest'
import { ada, allOf, expectCode, fieldOf, put, schema } from './case-data.js'
import { storageCase, type StorageCase } from './storage-case.js'

const bob = { app: 'acme', userID: 'bob' }

/** A driver, its databases, and who may have them. */
export const lifeCases: readonly StorageCase[] = [
  storageCase('ST-01', 'a driver says its contract version, its name and its claims', async ({ driver, options }) => {
    expect(driver.contractVersion).toBe(1)
    expect(driver.name).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(driver.supports).toEqual(options.supports)
  }),

  storageCase('ST-02', 'a session offers search and files exactly when they are claimed', async ({ options, open }) => {
    const session = await open()
    expect(session.search !== undefined).toBe(options.supports.search === true)
    expect(session.files !== undefined).toBe(options.supports.files === true)
  }),

  storageCase('ST-03', 'a database that is absent is created empty', async ({ open }) => {
    const session = await open()
    expect(await allOf(session, 'notes')).toEqual([])
    expect(await allOf(session, 'marks')).toEqual([])
  }),

  storageCase('ST-04', 'a later session finds what an earlier one wrote', async ({ open }) => {
    const first = await open()
    await first.write({ writes: [put('marks', { id: 'a' })] })
    await first.close()

    expect(fieldOf('id', await allOf(await open(), 'marks'))).toEqual(['a'])
  }),

  storageCase('ST-05', 'databases of other users and other apps hold nothing of this one', async ({ open }) => {
    const session = await open({ scope: { app: 'ab', userID: 'cd' } })
    await session.write({ writes: [put('marks', { id: 'a' })] })
    await session.close()

    // One after the other, and among them scopes that run together when app and user are merely joined.
    for (const [app, userID] of [
      ['ab', 'ce'],
      ['ac', 'cd'],
      ['a', 'bcd'],
      ['abc', 'd'],
      ['ab/', 'cd'],
      ['ab', '../ab/cd'],
      ['AB', 'CD'],
    ] as const) {
      const other = await open({ scope: { app, userID } })
      expect(await allOf(other, 'marks')).toEqual([])
      await other.close()
    }
  }),

  storageCase('ST-06', 'a database that is open refuses a second session', async ({ fixture, open }) => {
    const session = await open()
    await expectCode(open(), 'storage-owned-elsewhere')
    if (fixture.relaunch) await expectCode(open({ driver: await fixture.relaunch() }), 'storage-owned-elsewhere')
    await expectCode(open({ schema: { ...schema, version: 3 } }), 'storage-owned-elsewhere')

    await session.write({ writes: [put('marks', { id: 'a' })] })
    expect(fieldOf('id', await allOf(session, 'marks'))).toEqual(['a'])
  }),

  storageCase('ST-07', 'databases of several scopes are open side by side', async ({ open }) => {
    const hers = await open()
    const his = await open({ scope: bob })
    await hers.write({ writes: [put('marks', { id: 'hers' })] })
    await his.write({ writes: [put('marks', { id: 'his' })] })

    expect(fieldOf('id', await allOf(hers, 'marks'))).toEqual(['hers'])
    expect(fieldOf('id', await allOf(his, 'marks'))).toEqual(['his'])
  }),

  storageCase('ST-08', 'a database can be opened again as soon as it is closed', async ({ fixture, open }) => {
    for (let round = 0; round < 10; round++) await (await open()).close()
    if (fixture.relaunch) await (await open({ driver: await fixture.relaunch() })).close()
  }),

  storageCase('ST-09', 'closing twice does nothing, to a newer session too', async ({ open }) => {
    const session = await open()
    await session.close()
    await session.close()

    const newer = await open()
    await session.close()
    await expectCode(open({ schema: { ...schema, version: 3 } }), 'storage-owned-elsewhere')
    expect(await allOf(newer, 'marks')).toEqual([])
  }),

  storageCase('ST-10', 'a removed database is gone with its rows and its version', async ({ driver, open }) => {
    const session = await open({ schema: { ...schema, version: 3 } })
    await session.write({ writes: [put('marks', { id: 'a' })] })
    await session.close()
    await driver.remove(ada)

    expect(await allOf(await open(), 'marks')).toEqual([])
  }),

  storageCase('ST-11', 'removing what is absent does nothing, to other databases too', async ({ driver, open }) => {
    const his = await open({ scope: bob })
    await his.write({ writes: [put('marks', { id: 'his' })] })
    await driver.remove(ada)
    await driver.remove(ada)

    expect(fieldOf('id', await allOf(his, 'marks'))).toEqual(['his'])
  }),

  storageCase('ST-12', 'an open database refuses to be removed and loses nothing', async ({ driver, open }) => {
    const session = await open()
    await session.write({ writes: [put('marks', { id: 'a' })] })
    await expectCode(driver.remove(ada), 'storage-owned-elsewhere')

    expect(fieldOf('id', await allOf(session, 'marks'))).toEqual(['a'])
  }),

  storageCase(
    'ST-13',
    'a damaged database says so, and can still be removed',
    async ({ driver, fixture, open }) => {
      const session = await open()
      await session.write({ writes: [put('marks', { id: 'a' })] })
      await session.close()
      await fixture.damage?.(ada)

      await expectCode(open(), 'storage-corrupt')
      await driver.remove(ada)
      expect(await allOf(await open(), 'marks')).toEqual([])
    },
    { needs: 'durable' },
  ),
]
