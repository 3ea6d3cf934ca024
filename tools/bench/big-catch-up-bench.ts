import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromiumBinary from '@sparticuz/chromium'
import type { ConversationReference, TransportConnection } from '@latchkey/core/driver'
import { startServer } from '@latchkey/server'
import { chromium, type BrowserContext, type Page } from 'playwright'
import { scaled, type Bench, type BenchOptions, type BenchReport } from './bench.ts'
import { reader, seedBefore, seedWhileAway } from './big-catch-up/filling.ts'
import { startInteraction } from './big-catch-up/interaction.ts'
import { readShownList, readShownMessageIDs } from './big-catch-up/page-audit.ts'
import { connectAsAuditor, readExpectedList, readLog, type ExpectedConversation } from './log-reader.ts'
import { servePage } from './page-site.ts'
import type { Recording } from './page/recorder.ts'
import { bundleProgram, endPrograms } from './programs.ts'
import { startServerProcess } from './server-process.ts'

/** How long the same page is used with nothing to catch up, for comparison. */
const quietMs = 10_000

const run = async (options: BenchOptions): Promise<BenchReport> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-big-catch-up-'))
  const site = await servePage(join(folder, 'page'))
  try {
    return await catchUp(folder, site.origin, options)
  } finally {
    await endPrograms()
    await site.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const catchUp = async (folder: string, origin: string, options: BenchOptions): Promise<BenchReport> => {
  const data = join(folder, 'server-data')
  const command = await bundleProgram('packages/server/src/command.ts', folder, 'server')
  const seeding = await startServer({ folder: data, allowedOrigins: [origin] })
  const { url, port } = seeding
  await seedBefore(seeding)
  const token = await seeding.issueToken(reader, { lifeSeconds: 86_400 })
  const address = `${origin}/?${new URLSearchParams({ server: url, user: reader, token }).toString()}`

  // The device is here once, knows the 200 conversations, and goes away.
  const known = await openPage(folder, address)
  await known.page.evaluate(() => bench.caughtUp)
  await known.context.close()
  const auditor = await connectAsAuditor(url, reader, token)
  const { cursor } = await readLog(auditor)
  await auditor.close()
  console.log('  filling the change log …')
  await seedWhileAway(seeding, scaled(100_000, options))
  await seeding.close()

  const { context, page } = await openPage(folder, address)
  try {
    await page.getByRole('option').first().click()
    const quiet = await record(page, () => new Promise((resolve) => setTimeout(resolve, quietMs)))
    console.log('  catching up …')
    const server = await startServerProcess(command, data, port, ['--allow-origin', origin])
    let tookMs = 0
    const recording = await record(page, async () => {
      const begun = performance.now()
      await page.evaluate(() => {
        dispatchEvent(new Event('online'))
        return bench.caughtUp
      })
      tookMs = performance.now() - begun
    })
    console.log('  auditing …')
    const stored = await readServer(await connectAsAuditor(url, reader, token), cursor)
    // From here on nothing that the page lacks can be fetched.
    await server.kill()
    await page.waitForFunction(() => bench.chat.connectionState !== 2)
    const wrong = await auditPage(page, stored)
    return report({ recording, quiet, tookMs, changes: stored.changes, wrong })
  } finally {
    await context.close()
  }
}

const openPage = async (folder: string, address: string): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: await chromiumBinary.executablePath(),
    args: [...chromiumBinary.args, '--no-sandbox'],
    viewport: { width: 1_280, height: 800 },
  })
  const page = await context.newPage()
  await page.goto(address)
  await page.getByRole('option').first().waitFor()
  return { context, page }
}

/** What the page felt like for somebody who scrolls and types while `work` goes on. */
const record = async (page: Page, work: () => Promise<unknown>): Promise<Recording> => {
  await page.evaluate(() => {
    bench.recorder = bench.startRecorder()
  })
  const interaction = await startInteraction(page)
  await work()
  await interaction.stop()
  return page.evaluate(() => {
    const { recorder } = bench
    if (recorder === undefined) throw new Error('Nothing is recorded.')
    return recorder.stop()
  })
}

/** What the server has for the reader. */
interface Stored {
  /** How many changes the log holds after what the device knew. */
  readonly changes: number
  readonly list: readonly ExpectedConversation[]
  /** The messages of these changes by conversation, in their order. */
  readonly messageIDs: ReadonlyMap<string, readonly string[]>
}

const readServer = async (connection: TransportConnection, cursor: string): Promise<Stored> => {
  const { changes } = await readLog(connection, cursor)
  const list = await readExpectedList(connection)
  await connection.close()
  const messageIDs = new Map<string, string[]>()
  for (const change of changes) {
    if (change.type !== 'messageAdded') continue
    const name = nameOf(change.message)
    const known = messageIDs.get(name) ?? []
    known.push(change.message.messageID)
    messageIDs.set(name, known)
  }
  // Profiles come along with what mentions people: they are not what happened.
  const count = changes.filter(({ type }) => type !== 'userChanged').length
  return { changes: count, list, messageIDs }
}

/** What the page shows otherwise than the server has it: a conversation, its unread count, its place, its messages. */
const auditPage = async (page: Page, { list, messageIDs }: Stored): Promise<readonly string[]> => {
  const shownList = await readShownList(page)
  const shown = new Map(shownList.map((conversation) => [nameOf(conversation), conversation]))
  const wrong: string[] = []
  if (shown.size !== list.length) wrong.push(`${shown.size} conversations in place of ${list.length}`)
  for (const expected of list) {
    const name = nameOf(expected)
    const found = shown.get(name)
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      wrong.push(`${name} shows ${JSON.stringify(found)} in place of ${JSON.stringify(expected)}`)
    }
    const wanted = messageIDs.get(name) ?? []
    const { conversationType, conversationID } = expected
    // What is older than these changes the device may have or not have.
    const held = await readShownMessageIDs(page, { conversationType, conversationID })
    const isWhole = held.length >= wanted.length && wanted.every((id, index) => id === held.at(index - wanted.length))
    if (!isWhole) wrong.push(`${name} has ${held.length} messages that do not end with the ${wanted.length} of the log`)
  }
  return wrong
}

const nameOf = ({ conversationType, conversationID }: ConversationReference): string =>
  `${conversationType}/${conversationID}`

const report = ({
  recording,
  quiet,
  tookMs,
  changes,
  wrong,
}: {
  readonly recording: Recording
  readonly quiet: Recording
  readonly tookMs: number
  readonly changes: number
  readonly wrong: readonly string[]
}): BenchReport => {
  for (const finding of wrong.slice(0, 20)) console.log(`  wrong: ${finding}`)
  const feel = feelOf(recording)
  const quietFeel = feelOf(quiet)
  console.log(
    `  ${changes} changes in ${(tookMs / 1_000).toFixed(1)} s, ${Math.round(changes / (tookMs / 1_000))} a second`,
  )
  console.log(`  with the page in use meanwhile: ${JSON.stringify(feel)}`)
  console.log(`  with nothing to catch up:       ${JSON.stringify(quietFeel)}`)
  return {
    figures: [
      { name: 'changes', value: changes },
      { name: 'audit-differences', value: wrong.length },
      { name: 'tasks-over-50-ms', value: feel.longTasks },
      { name: 'longest-task', value: feel.longestTaskMs },
      { name: 'worst-key-to-paint', value: feel.keyMs.worst },
      { name: 'worst-scroll-to-paint', value: feel.wheelMs.worst },
    ],
    details: { tookMs, feel, quietFeel, wrong, recording, quiet },
  }
}

const feelOf = ({ longTasks, frameGaps, frameCount, durationMs, inputs }: Recording) => ({
  longTasks: longTasks.length,
  longestTaskMs: worst(longTasks),
  frames: Math.round(frameCount / (durationMs / 1_000)),
  worstFrameGapMs: worst(frameGaps),
  keyMs: spread(inputs.filter(({ type }) => type === 'keydown')),
  wheelMs: spread(inputs.filter(({ type }) => type === 'wheel')),
})

const worst = (spans: readonly { readonly duration: number }[]): number =>
  Math.round(Math.max(0, ...spans.map(({ duration }) => duration)))

const spread = (spans: readonly { readonly duration: number }[]) => {
  const sorted = spans.map(({ duration }) => duration).toSorted((left, right) => left - right)
  const at = (part: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
  return { count: sorted.length, median: at(0.5), p95: at(0.95), worst: at(1) }
}

export const bigCatchUp: Bench = {
  about: '100,000 changes caught up in a browser while somebody scrolls and types',
  run,
}
