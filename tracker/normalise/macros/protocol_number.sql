-- title: the IANA number of a protocol given as number or name; IPv6's ICMP by its own number
--
-- What nearly all lines say is answered before anything is made lower case and trimmed, and numbers
-- before the names, which are compared one after the other.
create or replace macro protocol_number(written, six) as case
    when written in ('6', 'tcp', 'TCP') then 6
    when written in ('17', 'udp', 'UDP') then 17
    when try_cast(written as utinyint) is not null then cast(try_cast(written as utinyint) as int)
    when written is not null then case lower(trim(written))
        when 'tcp' then 6
        when 'udp' then 17
        when 'icmp' then if(six, 58, 1)
        when 'icmp6' then 58
        when 'icmpv6' then 58
        when 'ipv6-icmp' then 58
        when 'igmp' then 2
        when 'ipip' then 4
        when 'ipencap' then 4
        when 'ipv4' then 4
        when 'dccp' then 33
        when 'ipv6' then 41
        when 'rsvp' then 46
        when 'gre' then 47
        when 'esp' then 50
        when 'ah' then 51
        when 'eigrp' then 88
        when 'ospf' then 89
        when 'ospfigp' then 89
        when 'etherip' then 97
        when 'pim' then 103
        when 'ipcomp' then 108
        when 'vrrp' then 112
        when 'l2tp' then 115
        when 'sctp' then 132
        when 'udplite' then 136
        when 'frag6' then 44
        when 'ipv6-frag' then 44
    end
end
