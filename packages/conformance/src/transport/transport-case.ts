import type { ConnectRequest, CallOptions, OperationName, TransportConnection } from '@latchkey/core/driver'
import { newID } from './identifiers.js'
import { recordingSink, type RecordingSink } from './recording-sink.js'
import type { TransportControl, TransportFixture, TransportKitOptions, TransportParty } from './transport-fixture.js'

/** A connection, and what it delivered. */
export interface Link {
  readonly connection: TransportConnection
  readonly sink: RecordingSink
}

export type ConnectOptions = Partial<Pick<ConnectRequest, 'credential' | 'userName'>> & CallOptions

/** What a case works with. */
export interface TransportCaseContext {
  readonly options: TransportKitOptions
  /** Whose driver the case looks at. */
  readonly subject: TransportParty
  /** The other user. */
  readonly partner: TransportParty
  /**
   * Connects a new device of the user; the kit closes the connection when the case is over. With a `credential` the
   * driver is called at once.
   */
  connect(party: TransportParty, options?: ConnectOptions): Promise<Link>
  /** A control that the case has said it needs. */
  use<Name extends keyof TransportControl>(name: Name): NonNullable<TransportControl[Name]>
}

/** What must be there for a case to apply. */
export interface TransportCaseNeeds {
  readonly controls?: readonly (keyof TransportControl)[]
  /** Operations that the driver claims. */
  readonly operations?: readonly OperationName[]
  readonly deduplicates?: true
  readonly files?: true
  readonly heads?: true
}

/** One case of the kit, as data: it can be registered with a test runner, and it can be run by itself. */
export interface TransportCase {
  /** The clause of `docs/contracts/transport.md` that fails with it. */
  readonly clause: string
  /** What must hold, in one sentence. */
  readonly title: string
  readonly needs: TransportCaseNeeds
  /** Resolves when it holds; else rejects. */
  run(context: TransportCaseContext): Promise<void>
}

/** Who is the subject: each case runs both ways, since the two drivers of a fixture may differ. */
export type Direction = 'ada to bob' | 'bob to ada'

export const directions: readonly Direction[] = ['ada to bob', 'bob to ada']

export function transportCase(
  clause: string,
  title: string,
  needs: TransportCaseNeeds,
  run: TransportCase['run'],
): TransportCase {
  return { clause, title, needs, run }
}

/** What a case needs and a driver or its fixture does not offer, in words; empty when it applies. */
export function missingFor({ needs }: TransportCase, { supports, controls }: TransportKitOptions): string[] {
  return [
    ...(needs.controls ?? []).filter((control) => !controls.includes(control)).map((name) => `the control ${name}`),
    ...(needs.operations ?? []).filter((name) => !supports.operations?.includes(name)),
    ...(needs.files && !supports.files ? ['files'] : []),
    ...(needs.deduplicates && !supports.deduplicates ? ['deduplicates'] : []),
    ...(needs.heads && !supports.heads ? ['heads'] : []),
  ]
}

/** Runs one case over a fixture of its own, and leaves nothing behind. Rejects when a fact does not come in time. */
export async function runTransportCase(
  transportCase: TransportCase,
  options: TransportKitOptions,
  direction: Direction,
): Promise<void> {
  const { deadlineMs = 10_000 } = options
  const fixture = await options.create()
  const links: Link[] = []
  try {
    await within(deadlineMs, transportCase.run(contextOf(options, fixture, direction, links)))
  } finally {
    await within(deadlineMs, Promise.all(links.map(({ connection }) => connection.close()))).catch(() => undefined)
    await fixture.dispose?.()
  }
}

function contextOf(
  options: TransportKitOptions,
  fixture: TransportFixture,
  direction: Direction,
  links: Link[],
): TransportCaseContext {
  const [subject, partner] = direction === 'ada to bob' ? [fixture.ada, fixture.bob] : [fixture.bob, fixture.ada]
  return {
    options,
    subject,
    partner,
    async connect(party, { signal, ...changed } = {}) {
      // Without a pause before the driver is called, when the case brings the credential: some cases act right after it.
      const credential = changed.credential ?? (await party.credential())
      const request: ConnectRequest = {
        userID: party.userID,
        credential,
        deviceID: newID(),
        platform: 'kit',
        ...(changed.userName !== undefined && { userName: changed.userName }),
      }
      const sink = recordingSink()
      const connection = await party.driver.connect(request, sink, signal ? { signal } : {})
      const link = { connection, sink }
      links.push(link)
      return link
    },
    use(name) {
      const control = fixture.control[name]
      if (control === undefined) throw new Error(`The fixture says that it has the control ${name}, and has not.`)
      return control
    },
  }
}

async function within<Value>(deadlineMs: number, work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<never>((_, reject) => {
    const error = new Error('What the case waits for did not happen.')
    timer = setTimeout(() => reject(error), deadlineMs)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
