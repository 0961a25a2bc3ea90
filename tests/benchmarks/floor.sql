-- title: the floor: the same file read by plain DuckDB with typed columns, written as zstd Parquet
copy (
    select *
    from read_csv(
        {log},
        delim = '\t',
        header = false,
        skip = 8,
        nullstr = '-',
        quote = '',
        escape = '',
        auto_detect = false,
        ignore_errors = true,
        columns = {{
            'ts': 'DOUBLE', 'uid': 'VARCHAR', 'orig_h': 'VARCHAR', 'orig_p': 'INTEGER',
            'resp_h': 'VARCHAR', 'resp_p': 'INTEGER', 'proto': 'VARCHAR', 'service': 'VARCHAR',
            'duration': 'DOUBLE', 'orig_bytes': 'BIGINT', 'resp_bytes': 'BIGINT',
            'conn_state': 'VARCHAR', 'local_orig': 'BOOLEAN', 'local_resp': 'BOOLEAN',
            'missed_bytes': 'BIGINT', 'history': 'VARCHAR', 'orig_pkts': 'BIGINT',
            'orig_ip_bytes': 'BIGINT', 'resp_pkts': 'BIGINT', 'resp_ip_bytes': 'BIGINT',
            'tunnel_parents': 'VARCHAR', 'ip_proto': 'INTEGER'
        }}
    )
) to {parquet} (format parquet, compression zstd)
