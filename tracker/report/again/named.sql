-- title: the session's family, which evidence had named
-- kept: no
select session, family from question
