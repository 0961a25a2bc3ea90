-- title: the offsets from UTC, in minutes, that a zone's abbreviation may stand for; else null
--
-- Those of the IANA time zone database (2025) since 1995, and others that devices are known to
-- print. A clock may bear a name of its owner's choice, which is none of these and says nothing.
create or replace macro zone_offsets(name) as map {
    'ACDT': [630], 'ACST': [570], 'ADT': [-180, 240], 'AEDT': [660], 'AEST': [600],
    'AKDT': [-480], 'AKST': [-540], 'AST': [-240, 180], 'AWDT': [540], 'AWST': [480],
    'BRST': [-120], 'BRT': [-180], 'BST': [60, 360], 'CAT': [120], 'CDT': [-300, -240, 630],
    'CEDT': [120], 'CEST': [120], 'CET': [60], 'CST': [-360, -300, 480, 570], 'EAT': [180],
    'EDT': [-240, 660], 'EEDT': [180], 'EEST': [180], 'EET': [120], 'EST': [-300, 600],
    'GMT': [0], 'GST': [240, 600], 'HDT': [-540], 'HKT': [480], 'HST': [-600],
    'IDT': [180], 'IST': [60, 120, 330], 'JST': [540], 'KST': [510, 540], 'MDT': [-360],
    'MEST': [120], 'MESZ': [120], 'MET': [60], 'MEZ': [60], 'MSD': [240], 'MSK': [180, 240],
    'MST': [-420, 390, 480], 'NDT': [-150], 'NPT': [345], 'NST': [-210], 'NZDT': [780],
    'NZST': [720], 'PDT': [-420], 'PKST': [360], 'PKT': [300], 'PST': [-480, 480],
    'SAST': [120], 'SGT': [480], 'SST': [-660, 480], 'TRT': [180], 'UCT': [0], 'UTC': [0],
    'WAT': [60], 'WEST': [60], 'WET': [0], 'WIB': [420], 'WIT': [540], 'WITA': [480]
}[name]
