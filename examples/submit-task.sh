#!/bin/sh
# Signs in, has a task done, waits for it and prints it. Needs curl, and the role staff.
# Usage: CONFAB_PASSWORD=... ./submit-task.sh admin echo '{"hello":"world"}'
set -eu

chat=${CONFAB_URL:-http://localhost:8080}
worker=${CONFAB_TASK_URL:-http://localhost:8082}

# The one field that is needed of an answer in JSON.
field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" | head -n 1; }

token=$(curl -sSf "$chat/api/auth/login" -H 'Content-Type: application/json' \
  -d "{\"username\":\"$1\",\"password\":\"$CONFAB_PASSWORD\"}" | tr ',' '\n' | field accessToken)

task=$(curl -sSf "$worker/api/tasks" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
  -d "{\"type\":\"$2\",\"payload\":$3}" | tr ',' '\n' | field id)

curl -sSf "$worker/api/tasks/$task?wait=30s" -H "Authorization: Bearer $token"
echo
