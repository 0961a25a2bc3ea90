-- rows: versions to append so that the register says what `read_terms` says
--
-- `known_terms` holds the latest version of each term. An unchanged term gets no version; a term
-- missing from a whole register gets a closing one.
with open_terms as (
    select *
    from known_terms
    where state = 'open'
),
other as (
    select *
    from read_terms
    except
    select * exclude (first_recorded_at, recorded_at, state, registry_version)
    from open_terms
),
opened as (
    select
        other.*,
        coalesce(known_terms.first_recorded_at, $at) as first_recorded_at,
        'open' as state,
        if(known_terms.state = 'open', 'changed', 'added') as change,
    from other
    left join known_terms using (registration_id)
),
closed as (
    select
        * exclude (first_recorded_at, recorded_at, state, registry_version),
        first_recorded_at,
        'closed' as state,
        'closed' as change,
    from open_terms
    where $whole and registration_id not in (select registration_id from read_terms)
),
versions as (
    select * from opened
    union all
    select * from closed
)
select
    * exclude (state, change),
    cast($at as timestamptz) as recorded_at,
    state,
    cast($version as varchar) as registry_version,
    change,
from versions
order by registration_id
