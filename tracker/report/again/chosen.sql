-- title: the question, of several, that the session was judged by
select session from again
