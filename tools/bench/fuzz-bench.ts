import { scaled, type Bench, type BenchOptions, type BenchReport } from './bench.ts'
import { deliveredByClient, liveHeapBytes, storedByServer } from './fuzz/full-stack.ts'
import { createHostileFrames, seededRandom } from './fuzz/hostile-frames.ts'
import { isReadByClient, isReadByServer } from './fuzz/readers.ts'
import { clientFrames, serverFrames } from './fuzz/real-frames.ts'

const directions = [
  { real: clientFrames, isRead: isReadByServer },
  { real: serverFrames, isRead: isReadByClient },
] as const
/** One of so many frames that no reader takes also goes through the real server, or the real client transport. */
const fullStackShare = 200
const seed = 20_260_101

const run = async (options: BenchOptions): Promise<BenchReport> => {
  const frameCount = scaled(1_000_000, options)
  /** Which frames go through the full stack too. They are made again, so that nothing is kept while memory is watched. */
  const chosen = new Set<number>()
  let crashes = 0
  let slowestMs = 0
  let earlyHeap = 0
  let taken = 0

  for (const { count, side, frame } of hostileFrames(frameCount)) {
    const begun = performance.now()
    try {
      if (directions[side].isRead(frame)) taken += 1
      else if (count % fullStackShare < 2) chosen.add(count)
    } catch (error) {
      crashes += 1
      if (crashes === 1) console.error('the first crash', error, frame.slice(0, 2_000))
    }
    slowestMs = Math.max(slowestMs, performance.now() - begun)
    if (count === Math.floor(frameCount / 10)) earlyHeap = liveHeapBytes()
  }
  const growth = liveHeapBytes() - earlyHeap
  if (Object.keys(Object.prototype).length > 0 || 'polluted' in {}) crashes += 1

  const refused: { readonly count: number; readonly side: 0 | 1; readonly frame: string }[] = []
  for (const made of hostileFrames(frameCount)) if (chosen.has(made.count)) refused.push(made)
  const [byClient, byServer] = [0, 1].map((side) => refused.filter((one) => one.side === side))
  const stored = await storedByServer((byClient ?? []).map(({ frame }) => frame))
  const delivered = await deliveredByClient((byServer ?? []).map(({ frame }) => frame))
  return {
    figures: [
      { name: 'hostile-frames', value: frameCount },
      { name: 'crashes', value: crashes },
      { name: 'slowest-frame', value: slowestMs },
      { name: 'heap-growth', value: Math.max(0, growth) / 1_000_000 },
      { name: 'stored', value: stored + delivered },
    ],
    details: { seed, taken, throughTheServer: byClient?.length, throughTheClient: byServer?.length },
  }
}

/** As many frames, to the server and to the client in turn; the same every time. */
function* hostileFrames(frameCount: number): Generator<{ count: number; side: 0 | 1; frame: string }> {
  const toServer = createHostileFrames(clientFrames, seededRandom(seed))
  const toClient = createHostileFrames(serverFrames, seededRandom(seed + 1))
  for (let count = 0; count < frameCount; count += 1) {
    const side = count % 2 === 0 ? 0 : 1
    yield { count, side, frame: side === 0 ? toServer() : toClient() }
  }
}

export const fuzz: Bench = {
  about: 'malformed and hostile frames in both directions: no crash, no hang, no growth, nothing stored',
  run,
}
