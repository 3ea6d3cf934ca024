import { memoryLogStore } from '../src/index.js'
import { describeLogStore } from './log-store-suite.js'

describeLogStore('memory', { create: async () => memoryLogStore() })
