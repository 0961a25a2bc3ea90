-- Each detection by the truth, beside what auditors decided on sessions in which it fired.
select
    coalesce(judged.detection, looked.detection) as detection,
    judged.* exclude (detection),
    coalesce(looked.confirmed, 0) as reviews_confirmed,
    coalesce(looked.dismissed, 0) as reviews_dismissed,
from judged
full outer join looked on judged.detection = looked.detection
order by detection
