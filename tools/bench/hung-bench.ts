import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromiumBinary from '@sparticuz/chromium'
import { startServer } from '@latchkey/server'
import { chromium, type BrowserContext } from 'playwright'
import { scaled, type Bench, type BenchOptions, type BenchReport } from './bench.ts'
import { reader, seedBefore } from './big-catch-up/filling.ts'
import { refusedPort, silentSocket, silentWebSocket, type HungServer } from './hung/hung-servers.ts'
import type { OfflineLogin } from './hung/page/hung-page.ts'
import { servePage } from './page-site.ts'

const noNetwork = 'no-network'

const run = async (options: BenchOptions): Promise<BenchReport> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-hung-'))
  const site = await servePage(join(folder, 'page'), 'hung/page')
  const networks: Readonly<Record<string, HungServer>> = {
    [noNetwork]: await refusedPort(),
    'silent-socket': await silentSocket(),
    'silent-websocket': await silentWebSocket(),
  }
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: await chromiumBinary.executablePath(),
    args: [...chromiumBinary.args, '--no-sandbox'],
  })
  try {
    return await measure({ context, folder, origin: site.origin, networks, rounds: scaled(50, options) })
  } finally {
    await context.close()
    for (const network of Object.values(networks)) await network.close()
    await site.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const measure = async ({
  context,
  folder,
  origin,
  networks,
  rounds,
}: {
  readonly context: BrowserContext
  readonly folder: string
  readonly origin: string
  readonly networks: Readonly<Record<string, HungServer>>
  readonly rounds: number
}): Promise<BenchReport> => {
  const server = await startServer({ folder: join(folder, 'server-data'), allowedOrigins: [origin] })
  await seedBefore(server)
  const token = await server.issueToken(reader, { lifeSeconds: 86_400 })
  const addressOf = (url: string) =>
    `${origin}/?${new URLSearchParams({ server: url, user: reader, token }).toString()}`

  const page = await context.newPage()
  await page.goto(addressOf(server.url))
  await page.evaluate(() => hungPage.prepare())
  await server.close()

  const names = Object.keys(networks)
  const found = new Map(names.map((name): [string, OfflineLogin[]] => [name, []]))
  // The first round fills the caches of the browser and counts for nothing.
  for (let round = 0; round <= rounds; round += 1) {
    // Each network comes first, second and third equally often.
    for (const index of names.keys()) {
      const name = names[(index + round) % names.length] ?? noNetwork
      const network = networks[name]
      if (network === undefined) throw new RangeError(`No network ${name}.`)
      const { accepted } = network
      await page.goto(addressOf(network.url))
      const login: OfflineLogin = await page.evaluate(() => hungPage.logInOffline())
      // Else the page would not have hung at all.
      if (name !== noNetwork) await untilAcceptedMoreThan(network, accepted)
      if (round > 0) found.get(name)?.push(login)
    }
  }
  return report(networks, found, rounds)
}

const untilAcceptedMoreThan = async (network: HungServer, accepted: number): Promise<void> => {
  const begun = Date.now()
  while (network.accepted <= accepted) {
    if (Date.now() - begun > 10_000) throw new Error('The page did not try to connect.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const report = (
  networks: Readonly<Record<string, HungServer>>,
  found: ReadonlyMap<string, readonly OfflineLogin[]>,
  rounds: number,
): BenchReport => {
  const medians = [...found].map(([name, logins]) => ({
    name,
    loginMs: median(logins.map(({ loginMs }) => loginMs)),
    firstListMs: median(logins.map(({ firstListMs }) => firstListMs)),
    databaseListMs: median(logins.map(({ databaseListMs }) => databaseListMs)),
    shown: Math.min(...logins.map(({ shownCount }) => shownCount)),
    accepted: networks[name]?.accepted ?? 0,
  }))
  for (const { name, loginMs, firstListMs, databaseListMs, shown, accepted } of medians) {
    const list = `first list ${firstListMs.toFixed(1)} ms, from the database ${databaseListMs.toFixed(1)} ms`
    const times = `login ${loginMs.toFixed(1)} ms, ${list}`
    console.log(`  ${name}: ${times}; medians of ${rounds}; ${shown} conversations shown; ${accepted} sockets accepted`)
  }
  const [base, ...hungOnes] = medians
  if (base === undefined) throw new Error('Nothing was measured.')
  for (const { name, shown } of medians) if (shown === 0) throw new Error(`The list was empty: ${name}.`)
  return {
    figures: hungOnes.flatMap(({ name, loginMs, firstListMs }) => [
      { name: `login-${name}`, value: loginMs / base.loginMs },
      { name: `first-list-${name}`, value: firstListMs / base.firstListMs },
    ]),
    details: { medians, found: Object.fromEntries(found) },
  }
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

export const hung: Bench = {
  about: 'offline login and first list in a browser, with a network that accepts and never answers against none',
  run,
}
