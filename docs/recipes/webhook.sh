#!/bin/sh
# /usr/local/lib/tracker/webhook.sh: tells a webhook that a night has failed.
#
# Called by tracker-failed.service, or by tracker itself with, in tracker.toml,
#     on_failure = ["/usr/local/lib/tracker/webhook.sh"]
# tracker hands a JSON object over on standard input; systemd tells the exit code alone.
set -eu

url=$(cat "${WEBHOOK_URL_FILE:-/etc/tracker/webhook.url}")
if [ -n "${TRACKER_EXIT_CODE:-}" ]; then
    body=$(cat)
else
    body=$(printf '{"command": "nightly", "exit_code": "%s"}' "${MONITOR_EXIT_STATUS:-unknown}")
fi
printf '%s' "$body" | curl --fail --silent --show-error --max-time 30 \
    --header 'Content-Type: application/json' --data-binary @- "$url"
