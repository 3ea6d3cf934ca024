import { expose } from 'comlink'
import { createDatabaseHost } from './database-host.js'

expose(createDatabaseHost())
