-- title: the line that each line of a file stands for: a text within its JSON object, or itself
--
-- Beats and Logstash lay it into message and event.original, Docker and Fluent Bit into log,
-- Graylog into full_message, Splunk into _raw, journald into MESSAGE, its header beside it. What
-- begins as something else than a text is asked for its type, which takes as long as all the rest.
with
object as (
    select
        *,
        case when text >= '{' and text < '|' and ends_with(text, '}') then text end as body,
    from lines_around
),
taken as (
    select
        *,
        try(json_transform(
            body,
            '{"_raw": "VARCHAR", "message": "VARCHAR", "log": "VARCHAR", "log.original": "VARCHAR",'
            '"event.original": "VARCHAR", "event": {"original": "VARCHAR"},'
            '"full_message": "VARCHAR", "short_message": "VARCHAR"}'
        )) as told,
        case when contains(body, '"MESSAGE"') then try(json_transform(
            body,
            '{"MESSAGE": "VARCHAR", "__REALTIME_TIMESTAMP": "VARCHAR", "_HOSTNAME": "VARCHAR",'
            '"SYSLOG_IDENTIFIER": "VARCHAR", "_COMM": "VARCHAR", "SYSLOG_PID": "VARCHAR",'
            '"_PID": "VARCHAR"}'
        )) end as journal,
    from object
),
typed as (
    select
        *,
        case when regexp_matches(told.message, '^[\[{]')
            then json_type(body, '$.message') else 'VARCHAR' end as message_is,
        case when regexp_matches(told.log, '^[\[{]')
            then json_type(body, '$.log') else 'VARCHAR' end as log_is,
        case when regexp_matches(journal.MESSAGE, '^[\[{]')
            then json_type(body, '$.MESSAGE') else 'VARCHAR' end as journal_is,
        journal.__REALTIME_TIMESTAMP as micros,
        coalesce(journal._HOSTNAME, '-') || coalesce(
            ' ' || coalesce(journal.SYSLOG_IDENTIFIER, journal._COMM)
            || coalesce('[' || coalesce(journal.SYSLOG_PID, journal._PID) || ']', '') || ':',
            ''
        ) as header,
    from taken
),
spoken as (
    select
        *,
        case when message_is = 'VARCHAR' then told.message end as message,
        case when log_is = 'VARCHAR' then told.log end as log,
        coalesce(
            told.full_message, told."event.original", told.event.original, told."log.original",
            case when log_is = 'OBJECT' then json_extract_string(told.log, '$.original') end
        ) as original,
        -- A header that says more than one may is somebody's forgery.
        case
            when journal_is <> 'VARCHAR' then null
            when micros is null then journal.MESSAGE
            when regexp_full_match(micros, '[0-9]{1,16}')
                and regexp_full_match(header, '[!-9;-Z^-~]+( [!-9;-Z^-~]+(\[[0-9]+\])?:)?')
                then strftime(make_timestamp(micros::bigint), '%Y-%m-%dT%H:%M:%S.%fZ ')
                    || header || ' ' || journal.MESSAGE
        end as journalled,
    from typed
)
select
    line,
    text,
    -- An original that does not end in the message is what that was cut out of, such as JSON, or
    -- what a shipper that escapes nothing took for one.
    coalesce(
        case when ends_with(told._raw, coalesce(message, log, '')) then told._raw end,
        case when ends_with(original, coalesce(message, log, '')) then original end,
        message, log, told.short_message, journalled
    ) as within,
from spoken
