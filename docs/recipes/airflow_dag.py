"""A night of tracker as a DAG of Airflow 3; the worker holds lake, key and inbox."""

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(
    dag_id="tracker",
    schedule="30 2 * * *",
    start_date=datetime(2026, 3, 1),  # noqa: DTZ001  # Airflow takes its own zone
    catchup=False,  # a night brings in all that is new, whichever day it is of
    max_active_runs=1,  # a second one would end with code 5
):
    BashOperator(
        task_id="nightly",
        cwd="/srv/tracker",
        env={
            "TRACKER_LAKE": "/srv/tracker/lake",
            "TRACKER_KEY": "/etc/tracker/lake.key",
            "TRACKER_CONFIG": "/etc/tracker/tracker.toml",
        },
        bash_command=(
            "/opt/tracker/.venv/bin/tracker nightly --inbox /var/spool/tracker --log-format json"
        ),
        execution_timeout=timedelta(hours=10),
        # A lake that is in use is free again later; running again adds nothing twice.
        retries=2,
        retry_delay=timedelta(minutes=30),
    )
