import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage } from '@latchkey/storage-memory'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { expect, onTestFinished, test } from 'vitest'
import { codeOf, createWorld } from '../support/world.js'

const offline = (token: string) => ({ token, isOfflineLogin: true })

/** A device that Ada has used, whose records are sealed in files. */
async function sealedDevice() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-sealed-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const world = await createWorld({ publicKeys: [{ kty: 'loopback', kid: 'k1' }] })
  const device = await world.returningDevice('ada', sqliteNodeStorage({ folder }))
  const records = readdirSync(folder).filter((name) => name.endsWith('.sealed'))
  return { ...world, ...device, records: records.map((name) => join(folder, name)) }
}

test('OL-15 a driver that seals says so, and one that does not is not believed to', async () => {
  const { launch } = await sealedDevice()
  expect((await launch().queryLastLogin())?.isSealed).toBe(true)
  const world = await createWorld()
  const device = await world.returningDevice('ada', memoryStorage())
  expect((await device.launch().queryLastLogin())?.isSealed).toBe(false)
})

test('OL-06 whichever byte of the sealed records is flipped, nobody logs in by them', async () => {
  const { launch, token, records } = await sealedDevice()
  const [record] = await recordsThatMatter(launch, token, records)
  if (record === undefined) throw new Error('No record holds the last login.')
  const sound = readFileSync(record)
  for (let place = 0; place < sound.length; place += 1) {
    const changed = Buffer.from(sound)
    changed.writeUInt8(sound.readUInt8(place) ^ 1, place)
    writeFileSync(record, changed)
    expect([place, await codeOf(launch().login('ada', offline(token)))]).toEqual([place, 'record-tampered'])
    expect(await codeOf(launch().queryLastLogin())).toBe('record-tampered')
  }
  for (const length of [0, 1, sound.length - 1]) {
    writeFileSync(record, sound.subarray(0, length))
    expect(await codeOf(launch().login('ada', offline(token)))).toBe('record-tampered')
  }
  writeFileSync(record, sound)
  const chat = launch()
  expect(await codeOf(chat.login('ada', offline(token)))).toBeUndefined()
  await chat.destroy()
})

test('OL-06 a sealed record put in the place of another one is refused', async () => {
  const { launch, token, records } = await sealedDevice()
  const [record] = await recordsThatMatter(launch, token, records)
  const other = records.find((name) => name !== record)
  if (record === undefined || other === undefined) throw new Error('There are too few records.')
  writeFileSync(record, readFileSync(other))
  expect(await codeOf(launch().login('ada', offline(token)))).toBe('record-tampered')
})

test('OL-06 an online login replaces a record that does not hold', async () => {
  const { launch, network, token, records } = await sealedDevice()
  for (const record of records) writeFileSync(record, 'torn')
  const chat = launch()
  expect(await codeOf(chat.login('ada', offline(token)))).toBe('record-tampered')
  await chat.login('ada', { token: network.issueToken('ada', { nonce: 'b' }) })
  await chat.destroy()
  expect((await launch().queryLastLogin())?.userID).toBe('ada')
})

/** The files without which an offline login does not pass. */
async function recordsThatMatter(
  launch: Awaited<ReturnType<typeof sealedDevice>>['launch'],
  token: string,
  records: readonly string[],
): Promise<string[]> {
  const found: string[] = []
  for (const record of records) {
    const sound = readFileSync(record)
    writeFileSync(record, 'torn')
    const chat = launch()
    if ((await codeOf(chat.login('ada', offline(token)))) === 'record-tampered') found.push(record)
    await chat.destroy()
    writeFileSync(record, sound)
  }
  return found
}

// Without a seal only the shape can be judged. Each field in turn is taken away or given another type.
const fields = [
  'kind',
  'userID',
  'userName',
  'tokenHash',
  'tokenExpiresAt',
  'latestServerTime',
  'publicKeys',
  'maxTextBytes',
]

test.each(fields)('OL-06 an unsealed record whose %s has another type is refused', async (field) => {
  const world = await createWorld()
  const { launch, token, storage } = await world.returningDevice('ada', memoryStorage())
  const record = JSON.parse((await storage.small.get('test', 'last-login')) ?? '') as Record<string, unknown>
  expect(record).toHaveProperty(field)
  for (const value of [null, {}, true]) {
    await storage.small.put('test', 'last-login', JSON.stringify({ ...record, [field]: value }))
    expect(await codeOf(launch().login('ada', offline(token)))).toBe('record-tampered')
  }
})
