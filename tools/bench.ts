// npm run bench -- --list        names every bench
// npm run bench -- size          runs the named ones (all when none is named) and prints one line a figure:
//                                figure NAME VALUE UNIT goal GOAL met|missed
//   --scale 0.05                 a smaller run, for a look at whether it works; its figures say nothing
//   --peers                      installs what catch-up is compared with, and runs it beside
// The results are left in .latchkey/bench/NAME.json.
import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, availableParallelism, platform } from 'node:os'
import { parseArgs } from 'node:util'
import type { Bench, BenchOptions } from './bench/bench.ts'
import { goalOf } from './bench/goals.ts'
import { bigCatchUp } from './bench/big-catch-up-bench.ts'
import { catchUpWithPeers } from './bench/catch-up-peers-bench.ts'
import { fuzz } from './bench/fuzz-bench.ts'
import { historyRich } from './bench/history-rich-bench.ts'
import { hung } from './bench/hung-bench.ts'
import { kills } from './bench/kills-bench.ts'
import { size } from './bench/size-bench.ts'
import { upload } from './bench/upload-bench.ts'
import { root } from './check/project.ts'

const benches: Readonly<Record<string, Bench>> = {
  size,
  kills,
  hung,
  fuzz,
  'catch-up': catchUpWithPeers,
  'big-catch-up': bigCatchUp,
  'history-rich': historyRich,
  upload,
}

const fail = (message: string): never => {
  console.error(message)
  process.exit(2)
}

const readArguments = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        list: { type: 'boolean', default: false },
        scale: { type: 'string', default: '1' },
        peers: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

const { values, positionals } = readArguments()
if (values.list) {
  for (const [name, { about }] of Object.entries(benches)) console.log(`${name}: ${about}`)
  process.exit(0)
}
const options: BenchOptions = { scale: Number(values.scale), withPeers: values.peers }
if (!(options.scale > 0 && options.scale <= 1)) fail('--scale is a number above 0 and up to 1.')
const names = positionals.length === 0 ? Object.keys(benches) : positionals
if (values.peers && !names.includes('catch-up')) fail('--peers is for catch-up.')
const chosen = names.map((name) => {
  const bench = benches[name] ?? fail(`No bench ${name}. Benches: ${Object.keys(benches).join(', ')}`)
  return { name, bench }
})

const folder = `${root}/.latchkey/bench`
mkdirSync(folder, { recursive: true })

for (const { name, bench } of chosen) {
  const begun = Date.now()
  const { figures, details } = await bench.run(options)
  const judged = figures.map((figure) => {
    const { unit, text, isMet } = goalOf(name, figure.name)
    return { ...figure, unit, goal: text.split(' ')[0] ?? '', verdict: isMet(figure.value) ? 'met' : 'missed' }
  })
  for (const { name: figure, value, unit, goal, verdict } of judged) {
    console.log(`figure ${figure} ${value.toFixed(2)} ${unit} goal ${goal} ${verdict}`)
  }
  const machine = { platform: platform(), arch: arch(), cores: availableParallelism(), node: process.version }
  const result = { bench: name, ...options, begun, tookMs: Date.now() - begun, machine, figures: judged, details }
  writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(result, undefined, 2)}\n`)
}
