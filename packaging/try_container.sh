#!/bin/sh
# Runs an image as it is meant to be run, and asks it how it is: packaging/try_container.sh IMAGE.
set -eu
name=chat-try-$$
docker run --detach --name "$name" --read-only --cap-drop=ALL --security-opt=no-new-privileges \
  --publish 127.0.0.1::53000 "$1" >/dev/null
trap 'docker logs "$name" >&2; docker rm --force --volumes "$name" >/dev/null' EXIT
tries=0
until docker exec "$name" /chat status; do
  tries=$((tries + 1))
  [ "$tries" -lt 20 ] || { echo "it is not well after 20 seconds" >&2 && exit 1; }
  sleep 1
done
curl --fail --silent --show-error "http://$(docker port "$name" 53000/tcp)/readyz"
docker exec "$name" /chat send "from inside"
docker exec "$name" /chat tail | grep -F "from inside"
docker stop --time 5 "$name" >/dev/null
[ "$(docker inspect --format '{{.State.ExitCode}}' "$name")" = 0 ]
