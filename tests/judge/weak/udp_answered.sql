-- title: any answered UDP, which says next to nothing
-- group: behaviour
-- weight: 6
-- innocent when: nearly always
select session, $weight as weight, 'answered' as saw, '' as guards from seen
