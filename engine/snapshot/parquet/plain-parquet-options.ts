/**
 * What makes DuckDB's COPY write Parquet that plain-parquet-reader reads: plain pages of version 1, no dictionary, no
 * codec. (A limit of 1 would still give a dictionary to a column that holds one value in all its rows.)
 */
export const plainParquetOptions =
  'FORMAT parquet, PARQUET_VERSION V1, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 0';
