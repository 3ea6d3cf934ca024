import { expect } from 'vitest'
import { allOf, expectCode, fieldOf, put, putAll, rowsOf } from './case-data.js'
import { storageCase, type StorageCase } from './storage-case.js'

/** What a batch does to rows. */
export const writeCases: readonly StorageCase[] = [
  storageCase('ST-45', 'a put replaces the whole row', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', [{ id: 1, old: true, text: 'old' }])
    await putAll(session, 'marks', [{ id: 1, text: 'new' }])

    expect((await session.get('marks', [[1]]))[0]?.row).toStrictEqual({ id: 1, text: 'new' })
  }),

  storageCase('ST-46', 'the writes of a batch take effect in order', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', [{ id: 3, text: 'old' }])
    await session.write({
      writes: [
        put('marks', { id: 1, text: 'first' }),
        put('marks', { id: 1, text: 'last' }),
        put('marks', { id: 2, text: 'gone' }),
        { type: 'delete', table: 'marks', key: [2] },
        { type: 'delete', table: 'marks', key: [3] },
        put('marks', { id: 3, text: 'back' }),
      ],
    })

    expect(fieldOf('text', await session.get('marks', [[1], [2], [3]]))).toEqual(['last', undefined, 'back'])
  }),

  storageCase('ST-47', 'a delete takes one row away, and does nothing when it is absent', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', rowsOf([1, 10, 100]))
    await session.write({ writes: [1, 1, 2, 1000].map((id) => ({ type: 'delete', table: 'marks', key: [id] })) })

    expect(fieldOf('id', await allOf(session, 'marks'))).toEqual([10, 100])
  }),

  storageCase(
    'ST-48',
    'deleteRange deletes the rows whose key begins with whole parts, and no others',
    async ({ open }) => {
      const session = await open()
      const rooms = [1, 10, 'roo', 'room', 'room!', 'room2']
      await putAll(session, 'notes', [...rooms.map((room) => ({ room, id: 1 })), { room: 'room', id: 2 }])
      await session.write({
        writes: [
          { type: 'deleteRange', table: 'notes', prefix: ['room'] },
          { type: 'deleteRange', table: 'notes', prefix: [1] },
          { type: 'deleteRange', table: 'notes', prefix: ['roo', 2] },
          { type: 'deleteRange', table: 'notes', prefix: ['ro'] },
        ],
      })
      expect(new Set(fieldOf('room', await allOf(session, 'notes')))).toEqual(new Set([10, 'roo', 'room!', 'room2']))

      await session.write({ writes: [{ type: 'deleteRange', table: 'notes', prefix: [] }] })
      expect(await allOf(session, 'notes')).toEqual([])
    },
  ),

  storageCase('ST-49', 'a batch with a condition that fails writes nothing to any table', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', [{ id: 1, text: 'kept' }, { id: 2 }])
    const before = await allOf(session, 'marks')
    const batch = session.write({
      conditions: [
        { type: 'present', table: 'marks', key: [1] },
        { type: 'present', table: 'marks', key: [3] },
      ],
      writes: [
        put('marks', { id: 1, text: 'lost' }),
        { type: 'delete', table: 'marks', key: [2] },
        put('notes', { room: 'a', id: 1, time: 1 }),
      ],
    })
    await batch.catch(() => undefined)

    expect(await allOf(session, 'marks')).toEqual(before)
    expect(await allOf(session, 'notes')).toEqual([])
    expect(await session.range('notes', { index: 'by_time', limit: 10 })).toEqual([])
  }),

  storageCase('ST-50', 'a failed condition is a storage-conflict that names it', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', [{ id: 1 }])
    const failing = { type: 'present', table: 'marks', key: [2] } as const
    const batch = session.write({
      conditions: [
        { type: 'present', table: 'marks', key: [1] },
        failing,
        { type: 'absent', table: 'marks', key: [3] },
      ],
      writes: [],
    })

    expect((await expectCode(batch, 'storage-conflict')).details['condition']).toEqual(failing)
  }),

  storageCase('ST-55', 'a batch holds ten thousand writes', async ({ open }) => {
    const session = await open()
    const rows = Array.from({ length: 10_000 }, (_, id) => ({ room: 'a', id, time: 10_000 - id }))
    await putAll(session, 'notes', rows)

    const newest = await session.range('notes', { index: 'by_time', limit: 2 })
    expect(fieldOf('id', newest)).toEqual([9999, 9998])
    expect(
      fieldOf(
        'id',
        await session.get('notes', [
          ['a', 0],
          ['a', 10_000],
        ]),
      ),
    ).toEqual([0, undefined])
  }),
]
