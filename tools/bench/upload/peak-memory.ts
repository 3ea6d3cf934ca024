import { readFileSync } from 'node:fs'

/** The most memory that a process has held, as the system keeps it. */
export interface PeakMemory {
  /** Bytes that were resident at most, until it was last looked at; `undefined` where the system does not say, which is everywhere but on Linux. */
  readonly peakBytes: number | undefined
  stop(): void
}

const intervalMs = 100

/** Looks again and again, since nothing tells it of a process that is gone. */
export const watchPeakMemory = (processID: number): PeakMemory => {
  let peakBytes: number | undefined
  const look = () => {
    peakBytes = readPeak(processID) ?? peakBytes
  }
  look()
  const timer = setInterval(look, intervalMs)
  return {
    get peakBytes() {
      return peakBytes
    },
    stop() {
      clearInterval(timer)
    },
  }
}

const readPeak = (processID: number): number | undefined => {
  try {
    const status = readFileSync(`/proc/${processID}/status`, 'utf8')
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024
  } catch {
    return undefined
  }
}
