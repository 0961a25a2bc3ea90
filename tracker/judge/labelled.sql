-- title: the labels that the logs give a session's records, and what they mean
--
-- What a gateway tells of an attempt that it refused is no label of a tunnel.
select
    member.session, member.protocol, member.port, member.app, known_label.basis,
    known_label.confidence, known_label.kind, known_label.family,
    count(*) as records,
from member
join known_label
    on member.app = known_label.app and member.app_basis = known_label.app_basis
where member.is_event or member.app_basis <> 'event'
group by
    member.session, member.protocol, member.port, member.app, known_label.basis,
    known_label.confidence, known_label.kind, known_label.family
