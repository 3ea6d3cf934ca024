// npm run bench -- --list        names every bench
// npm run bench -- size          runs the named ones (all when none is named) and prints one line a figure:
//                                figure NAME VALUE UNIT goal GOAL met|missed
import { goalOf } from './bench/goals.ts'
import { measureSize } from './size.ts'

interface Figure {
  readonly name: string
  readonly value: number
}

interface Bench {
  readonly about: string
  run(): Promise<readonly Figure[]>
}

const benches: Readonly<Record<string, Bench>> = {
  size: {
    about: 'bytes of the SDK in a production bundle, gzipped, SQLite apart',
    run: async () => {
      const sizes = await measureSize()
      for (const { name, bytes } of sizes) console.log(`part ${name} ${(bytes / 1000).toFixed(2)} kB`)
      return [{ name: 'sdk-gzipped', value: sizes.reduce((sum, { bytes }) => sum + bytes, 0) / 1000 }]
    },
  },
}

const names = process.argv.slice(2)
if (names.includes('--list')) {
  for (const [name, { about }] of Object.entries(benches)) console.log(`${name}: ${about}`)
  process.exit(0)
}
const chosen = names.length === 0 ? Object.keys(benches) : names
for (const name of chosen) {
  const bench = benches[name]
  if (bench === undefined) {
    console.error(`No bench ${name}. Benches: ${Object.keys(benches).join(', ')}`)
    process.exit(2)
  }
  for (const figure of await bench.run()) {
    const goal = goalOf(name, figure.name)
    const verdict = goal.isMet(figure.value) ? 'met' : 'missed'
    console.log(
      `figure ${figure.name} ${figure.value.toFixed(2)} ${goal.unit} goal ${goal.text.split(' ')[0]} ${verdict}`,
    )
  }
}
