/** Runs tasks one after another, in the order in which they were given. */
export interface SerialQueue {
  run<Value>(task: () => Promise<Value>): Promise<Value>
}

export function createSerialQueue(): SerialQueue {
  let tail: Promise<unknown> = Promise.resolve()
  return {
    run(task) {
      const result = tail.then(task, task)
      tail = result.catch(() => undefined)
      return result
    },
  }
}
