export { searchRows, type SearchedRow } from './memory-search.js'
