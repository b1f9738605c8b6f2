// What JavaScript calls. Memory is laid out by the caller (engine/kernel/arena.ts) above heapBase(); nothing here allocates.
import { blake3ScratchBytes } from './blake3';
import { sha256ScratchBytes } from './sha256';
import { sortScratchBytes as scratchOfSort } from './sort-entries';
export { blake3Batch } from './blake3';
export { csvCount, csvCountEnd } from './csv-count';
export { csvFields } from './csv-fields';
export { decimalCells } from './decimal-cells';
export { distinctCells } from './distinct-cells';
export { boolTexts, hexTexts, markedTexts, uuidTexts } from './fixed-texts';
export { floatCells, floatTexts } from './float-cells';
export { intCells } from './int-cells';
export { gatherTexts, gatherValues } from './parquet-dictionary';
export { booleanRuns, levels, references } from './parquet-hybrid';
export { booleans, fixedIntegers, plainTexts, plainValues, widenFloats } from './parquet-plain';
export { deltaLengthTexts, deltaTextBytes, deltaTexts, deltaValues, splitValues } from './parquet-delta';
export { bytesToHex, plainUuids } from './hex-cells';
export { assembleRecords, packTexts, placeEntries, recordBound } from './records';
export { textBytes } from './text-bytes';
export { nullTexts, nullValues, ruledTexts, trimTexts } from './text-rules';
export { dateCells, timeCells } from './time-cells';
export { dateTexts, timeTexts } from './time-texts';
export { differingRows } from './differing-rows';
export { pairDifferences } from './pair-differences';
export { joinAlike, spreadDigests } from './alike-neighbours';
export { unlikeRows } from './unlike-rows';
export { writeDifferences } from './write-differences';
export { layBuckets } from './lay-buckets';
export { mergeBuckets } from './merge-buckets';
export { gatherBytes, layPieces, packDoubles, packPiece, pieceBytes } from './pieces';
export { scatterEntries } from './scatter-entries';
export { unsnap } from './snappy';
export { areAscii, areUtf8 } from './utf8';
export { sha256Batch, sha256BatchByFive } from './sha256';
export { sortEntries } from './sort-entries';

/** The first byte that no constant of the module lies on. */
export function heapBase(): usize {
  return __heap_base;
}

/** What a batch of either hash wants for its own use, however large. */
export function hashScratchBytes(): usize {
  return max(blake3ScratchBytes, sha256ScratchBytes);
}

/** What sortEntries wants at its `scratch`. */
export function sortScratchBytes(): usize {
  return scratchOfSort;
}
