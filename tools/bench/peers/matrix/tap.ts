/** The requests of a client, as this bench's own transport tap counts them. */
export interface FetchTap {
  readonly fetch: typeof fetch
  /** When the first request that carried the token was answered, by `performance.now`. */
  readonly accepted: Promise<number>
  /** Of requests since then: those that waited for no other answer count as one. */
  readonly roundTrips: number
  readonly requests: number
}

export const tapFetch = (): FetchTap => {
  let requests = 0
  let isAccepted = false
  // What is read and what is sent go side by side: neither waits for the other.
  const depths = { reading: 0, sending: 0 }
  let accept: (at: number) => void = () => undefined
  const accepted = new Promise<number>((resolve) => {
    accept = resolve
  })
  return {
    async fetch(resource, options) {
      const isCounted = isAccepted
      const chain = options?.method === 'PUT' ? 'sending' : 'reading'
      const depth = depths[chain] + 1
      if (isCounted) requests += 1
      const response = await fetch(resource, options)
      // The answer is there when all of it is.
      const body = await response.text()
      if (isCounted) depths[chain] = Math.max(depths[chain], depth)
      if (!isAccepted && new Headers(options?.headers).has('authorization') && response.ok) {
        isAccepted = true
        accept(performance.now())
      }
      return new Response(body, response)
    },
    accepted,
    get roundTrips() {
      return Math.max(depths.reading, depths.sending)
    },
    get requests() {
      return requests
    },
  }
}
