import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, BenchOptions, BenchReport, Figure } from './bench.ts'
import { attemptCatchUp, catchUp, prepareCatchUp } from './catch-up-bench.ts'
import { keyOf } from './catch-up/device.ts'
import { differencesOf, foretell, type HeldConversation } from './catch-up-peers/audit.ts'
import { prepareMatrix } from './catch-up-peers/matrix-row.ts'
import type { PeerAttempt, PeerRow } from './catch-up-peers/peer-row.ts'
import { howToGetPeers, installPeers } from './catch-up-peers/peers-install.ts'
import { installProsody, prosodyVersion } from './catch-up-peers/prosody.ts'
import { recordWorkload, type Workload } from './catch-up-peers/workload.ts'
import { prepareXmpp } from './catch-up-peers/xmpp-row.ts'
import type { ExpectedConversation } from './log-reader.ts'
import { endPrograms } from './programs.ts'

const delaysMs = [0, 100]
const repetitions = 5

const run = async (options: BenchOptions): Promise<BenchReport> => {
  const own = await catchUp.run(options)
  if (options.withPeers !== true) {
    console.log(`  without its peers; ${howToGetPeers} installs them and runs them beside`)
    return own
  }
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-catch-up-peers-'))
  try {
    const peers = await runPeers(folder, options)
    return { figures: [...own.figures, ...peers.figures], details: { own: own.details, peers: peers.details } }
  } finally {
    await endPrograms()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Everybody in turn, so that a machine that is busy for a while is busy for all. */
const runPeers = async (folder: string, options: BenchOptions): Promise<BenchReport> => {
  const workload = await recordWorkload(options)
  const rows = await prepareRows(workload, folder)
  const ownFolder = join(folder, 'latchkey')
  await mkdir(ownFolder)
  const own = await prepareCatchUp(ownFolder, options)
  assertSameWorkload(own.expected, foretell(workload))
  const rounds = options.scale === 1 ? repetitions : 1
  const results = []
  for (const delayMs of delaysMs) {
    const ownMs: number[] = []
    const attempts = new Map(rows.map((row): [PeerRow, PeerAttempt[]] => [row, []]))
    for (let round = 0; round < rounds; round += 1) {
      ownMs.push((await attemptCatchUp(own, join(ownFolder, `attempt-${delayMs}-${round}`), delayMs)).completeMs)
      for (const [row, list] of attempts) list.push(await row.attempt(delayMs))
    }
    const lines = [...attempts].map(([row, list]) => summarize(row, delayMs, list, median(ownMs)))
    results.push({ delayMs, ownMs, lines })
  }
  const figures = results.flatMap(({ lines }) => lines.flatMap((line) => line.figures))
  return { figures, details: { prosody: prosodyVersion(), results } }
}

/** What the peers are given comes to the same unread counts in the same conversations as what the own rows are given. */
const assertSameWorkload = (own: readonly ExpectedConversation[], foretold: readonly HeldConversation[]): void => {
  const counts = new Map(foretold.map(({ conversation, unreadCount }) => [conversation, unreadCount]))
  const isSame = own.every((row) => counts.get(keyOf(row)) === row.unreadMessageCount)
  if (own.length !== counts.size || !isSame) throw new Error('The peers would do other work than the own rows.')
}

const prepareRows = async (workload: Workload, folder: string): Promise<readonly PeerRow[]> => {
  installPeers()
  const matrixFolder = join(folder, 'matrix')
  await mkdir(matrixFolder)
  const matrix = await prepareMatrix(workload, matrixFolder)
  const missing = installProsody()
  if (missing !== undefined) {
    console.log(`  no row for xmpp.js: ${missing}`)
    return [matrix]
  }
  const xmppFolder = join(folder, 'xmpp')
  await mkdir(xmppFolder)
  return [matrix, await prepareXmpp(workload, xmppFolder)]
}

const summarize = ({ name, remarks }: PeerRow, delayMs: number, attempts: readonly PeerAttempt[], ownMs: number) => {
  const of = (value: (attempt: PeerAttempt) => number) => median(attempts.map(value))
  const completeMs = of((attempt) => attempt.completeMs)
  const found = {
    'while-open': attempts.flatMap(({ whileOpen, backend }) => [
      ...differencesOf(whileOpen),
      ...differencesOf(backend),
    ]),
    reopened: attempts.flatMap(({ reopened }) => (reopened === undefined ? [] : differencesOf(reopened))),
  }
  console.log(
    `  ${name} at ${delayMs} ms: list right after ${of(({ listMs }) => listMs).toFixed(0)} ms and ` +
      `${of(({ listRoundTrips }) => listRoundTrips)} round trips, complete after ${completeMs.toFixed(0)} ms ` +
      `(Latchkey beside it ${ownMs.toFixed(0)} ms); ${of(({ requests }) => requests)} requests, ` +
      `${(of(({ receivedBytes }) => receivedBytes) / 1_000).toFixed(0)} kB; medians of ${attempts.length}`,
  )
  for (const [when, differences] of Object.entries(found)) {
    for (const difference of differences.slice(0, 3)) console.log(`  ${name} ${when}: ${difference}`)
  }
  for (const remark of remarks) console.log(`  ${name}: ${remark}`)
  const keeps = attempts.some(({ reopened }) => reopened !== undefined)
  const figures: readonly Figure[] = [
    {
      name: `${name}-list-round-trips-at-${delayMs}-ms`,
      value: Math.max(...attempts.map(({ listRoundTrips }) => listRoundTrips)),
    },
    { name: `${name}-while-open-differences-at-${delayMs}-ms`, value: found['while-open'].length / attempts.length },
    ...(keeps
      ? [{ name: `${name}-reopened-differences-at-${delayMs}-ms`, value: found.reopened.length / attempts.length }]
      : []),
    { name: `latchkey-to-${name}-at-${delayMs}-ms`, value: ownMs / completeMs },
  ]
  return { name, figures, attempts: attempts.map(countsOf) }
}

/** How many of each kind, in place of their names. */
const countsOf = ({ whileOpen, reopened, backend, ...times }: PeerAttempt) => {
  const count = (audit: PeerAttempt['whileOpen']) =>
    Object.fromEntries(Object.entries(audit).map(([kind, found]: [string, readonly string[]]) => [kind, found.length]))
  return {
    ...times,
    whileOpen: count(whileOpen),
    backend: count(backend),
    ...(reopened && { reopened: count(reopened) }),
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? NaN

/** `catch-up`, and beside it other systems that do the same work, when they are asked for. */
export const catchUpWithPeers: Bench = { about: `${catchUp.about}; with --peers, against other systems too`, run }
