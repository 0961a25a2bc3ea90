-- title: an ISO date and time with its offset from UTC behind it, in microseconds since 1970
--
-- Z, +02:00, +0200 and +02 are offsets, none beyond 18 hours; a blank may stand before them, a
-- comma before the fraction. What nearly all write is cast as it is; without an offset the engine
-- would take it for UTC. The commonest shape is compared without a pattern: the cast takes nothing
-- but digits in its places, unless a zone's name stands behind a blank.
create or replace macro offset_time(written) as case
    when written >= '1' and written < '3'
        and (
            written like '____-__-__T__:__:__.______+__00'
            or written like '____-__-__T__:__:__Z'
            or written like '____-__-__T__:__:__.%Z'
        )
        and not contains(written, ' ')
        then epoch_us(try_cast(written as timestamptz))
    when regexp_matches(written, ':[0-9.]+(?:Z|[+-](?:0[0-9]|1[0-8]):?[0-5][0-9])$')
        and regexp_matches(written, '^[0-9]{4}-')
        then epoch_us(try_cast(written as timestamptz))
    when regexp_full_match(
        written,
        ' *[0-9]{4}-[0-9]{2}-[0-9]{2}[ Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)? ?'
        '(?:[Zz]|UTC|GMT|[+-](?:0[0-9]|1[0-8])(?::?[0-5][0-9])?) *'
    )
        then epoch_us(
            try_cast(
                replace(
                    regexp_replace(
                        regexp_replace(written, ' ?(Z|z|UTC|GMT) *$', '+00'),
                        ' ?([+-][0-9:]+) *$',
                        '\1'
                    ),
                    ',',
                    '.'
                )
                as timestamptz
            )
        )
end
