#!/usr/bin/env bash
# Replays an outage of event.com in front of the packaged service and draws what clients see. See bench/README.md.
set -euo pipefail

usage() {
    cat <<USAGE
Usage: bench/outage.sh [--jar DIR] [--svg FILE]
  --jar DIR         the packaged service; default target/quarkus-app, built if it is missing
  --svg FILE        where the graph goes; default docs/outage.svg
JAVA_HOME says which JDK; default is the java of the PATH. It takes a minute.
USAGE
}

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly bench project=${bench%/*}
jar_dir=$project/target/quarkus-app svg=$project/docs/outage.svg
while (($#)); do
    case $1 in
        --jar) jar_dir=${2:?"--jar needs a value"} ;;
        --svg) svg=${2:?"--svg needs a value"} ;;
        -h | --help) usage; exit ;;
        *) usage >&2; exit 2 ;;
    esac
    shift 2
done
if [[ ! -e $jar_dir/quarkus-run.jar && $jar_dir == "$project/target/quarkus-app" ]]; then
    echo "Building the service ..." >&2
    "$project/mvnw" -B -q --no-transfer-progress -f "$project/pom.xml" package -DskipTests
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "$bench/Outage.java" "$jar_dir" "$svg"
