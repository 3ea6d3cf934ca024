/** The entry for tools that explain errors. An app does not need it. */
export { errorTable, type Area } from './errors/error-table.js'
