-- title: judged sessions of hosts that the truth knows, their ends in the order of addresses
--
-- `rank` is the tier as a number. What is judged inconclusive was listed to nobody: possible at
-- most. An exempt one neither finds nor accuses.
select
    session_id,
    least(src_ip, remote_ip) as low_ip,
    greatest(src_ip, remote_ip) as high_ip,
    if(src_ip <= remote_ip, src_port, remote_port) as low_port,
    if(src_ip <= remote_ip, remote_port, src_port) as high_port,
    if(direction = 'inbound', src_port, remote_port) as server_port,
    protocol,
    family,
    epoch_us(first_at) as first_us,
    epoch_us(last_at) as last_us,
    case
        when verdict = 'exempt' then 0
        when verdict = 'inconclusive' or tier = 'possible' then 1
        when tier = 'likely' then 2
        else 3
    end as rank,
    verdict = 'exempt' as is_spared,
    score,
    ($since_us is null or epoch_us(first_at) >= $since_us)
    and ($until_us is null or epoch_us(first_at) < $until_us) as is_asked,
from session
semi join truth
    on least(session.src_ip, session.remote_ip) = truth.low_ip
    and greatest(session.src_ip, session.remote_ip) = truth.high_ip
