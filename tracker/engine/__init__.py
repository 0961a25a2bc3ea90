"""Where SQL runs: DuckDB here, Spark for those who outgrow it."""
