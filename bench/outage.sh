#!/usr/bin/env bash
# Replays an outage of event.com in front of the packaged service and draws docs/outage.svg. Takes a minute. See bench/README.md.
#
#   bench/outage.sh [FILE.svg]     JAVA_HOME says which JDK; default is the java of the PATH
set -euo pipefail

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=${bench%/*}
jar_dir=${JAR_DIR:-$project/target/quarkus-app}
if [[ ! -e $jar_dir/quarkus-run.jar ]]; then
    echo "Building the service ..." >&2
    "$project/mvnw" -B -q --no-transfer-progress -f "$project/pom.xml" package -DskipTests
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "$bench/Outage.java" "$jar_dir" "${1:-$project/docs/outage.svg}"
