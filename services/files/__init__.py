"""Reading and writing tables: CSV, XLSX and Parquet in, CSV out, with every fault named."""
