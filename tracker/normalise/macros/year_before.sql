-- title: the latest year in which a time of the year 2000 is not more than a day after another
--
-- Lines of December are read in January. Month, day and time compare as a text does.
create or replace macro year_before(leap, local) as
    year(local + interval 1 day)
    - if(
        strftime(leap, '%m%d%H%M%S') > strftime(local + interval 1 day, '%m%d%H%M%S'), 1, 0
    )
