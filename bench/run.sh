#!/usr/bin/env bash
# Measures the packaged service beside its limits, in one run, and holds the ratios against the bars. See bench/README.md.
set -euo pipefail

readonly ALL_GROUPS="warm,slow,events,getUsers,addEvent,latency,large,startup"
readonly PEER_GROUPS="starts,first,rows,scale"

usage() {
    cat <<USAGE
Usage: bench/run.sh [--full] [--only GROUPS] [--rounds N] [--jar DIR [--against DIR] | --native FILE] [--env NAME=VALUE]...
                    [--json FILE]
       bench/run.sh --peers [--full] [--only GROUPS] [--rounds N] [--warm SECONDS] [--jar DIR] [--native FILE]
                    [--env NAME=VALUE]... [--json FILE] [--svg DIR]
  --full            longer and more rounds (about 16 minutes; else 3)
  --only GROUPS     some of $ALL_GROUPS;
                    with --peers some of $PEER_GROUPS
  --rounds N        how often each row is measured; default 3, with --full 5
  --jar DIR         the packaged service; default target/quarkus-app, built if it is missing
  --against DIR     another packaged service, such as an earlier commit's, to measure in turns with it
  --native FILE     measure this native executable instead
  --env NAME=VALUE  a setting of the service, such as JAVA_TOOL_OPTIONS=-Xmx256m; may be repeated
  --json FILE       where the figures go; default bench/results/TIME.json
  --peers           measures it beside Spring and Fastify (about 6 minutes, with --full 25), and, with --native, natively too
  --warm SECONDS    how long --peers warms each of them up before each row; default 20, with --full 75
  --svg DIR         where --peers draws peers-cost.svg and peers-first-minute.svg; default bench/results/TIME
JAVA_HOME says which JDK; default is the java of the PATH.
USAGE
}

die() {
    echo "bench/run.sh: $*" >&2
    exit 1
}

# ---- Options ----------------------------------------------------------------------------------------------------------
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly bench project=${bench%/*}
mode=quick rounds=3 seconds=1 warm_up_seconds=1 longest_warm_up=19 latency_seconds=2 starts=2
only="" jar_dir=$project/target/quarkus-app against="" native="" json="" settings=() rounds_wanted="" peers="" warm=20 warm_wanted="" first_seconds=20 first_rounds=1 svg=""
while (($#)); do
    case $1 in
        --full) mode=full rounds=5 seconds=3 warm_up_seconds=5 longest_warm_up=120 latency_seconds=10 starts=5 warm=75 first_seconds=90 first_rounds=3 ;;
        --peers) peers=yes ;;
        --only | --rounds | --warm | --svg | --jar | --against | --native | --env | --json)
            (($# > 1)) || die "$1 needs a value"
            case $1 in
                --only) only=$2 ;;
                --rounds) [[ $2 =~ ^[1-9][0-9]{0,2}$ ]] || die "--rounds $2: wanted is a number from 1 to 999"; rounds_wanted=$2 ;;
                --warm) [[ $2 =~ ^[1-9][0-9]{0,2}$ ]] || die "--warm $2: wanted is a number of seconds from 1 to 999"; warm_wanted=$2 ;;
                --svg) [[ -d $2 ]] || die "--svg $2: no such directory"; svg=$(realpath "$2") ;;
                --jar) jar_dir=$2 ;;
                --against) against=$2 ;;
                --native) native=$(realpath -m "$2") ;;
                --env) [[ $2 == ?*=* ]] || die "--env $2: wanted is NAME=VALUE"; settings+=("$2") ;;
                --json) json=$(realpath "$2") ;;
            esac
            shift ;;
        -h | --help) usage; exit ;;
        *) usage >&2; die "unknown option: $1" ;;
    esac
    shift
done
rounds=${rounds_wanted:-$rounds}
[[ -z $native || -z $against ]] || die "--against goes with --jar, not with --native"
[[ -z $peers || -z $against ]] || die "--against doesn't go with --peers"
[[ -n $peers || -z $warm_wanted$svg ]] || die "--warm and --svg go with --peers only"
warm=${warm_wanted:-$warm}
[[ -z $peers ]] || starts=5
# The memory that Dockerfile.jvm gives it in a pod of 512 MiB (k8s/base/deployment.yaml).
memory=("JAVA_TOOL_OPTIONS=-Xms158m -Xmx158m -XX:NewRatio=1 -XX:SurvivorRatio=5 -XX:+UseTransparentHugePages -XX:TrimNativeHeapInterval=1000"
    MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072)
jvm_settings=()
[[ " ${settings[*]} " == *" JAVA_TOOL_OPTIONS="* ]] || jvm_settings=("${memory[@]}")
[[ -n $native || -n $peers ]] || settings+=("${jvm_settings[@]}")
groups=$ALL_GROUPS
[[ -z $peers ]] || groups=$PEER_GROUPS
only=${only:-$groups}
for group in ${only//,/ }; do
    [[ ,$groups, == *,$group,* ]] || die "--only $group: there are $groups"
done
wanted() { [[ ,$only, == *,$1,* ]]; }

# ---- Tools ------------------------------------------------------------------------------------------------------------
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
need() { command -v "$1" >/dev/null || die "$1 is missing; on Debian and Ubuntu: apt-get install $2"; }
[[ -r /proc/self/stat ]] || die "needs Linux: processor time is read from /proc"
need "$java" openjdk-17-jdk-headless
need wrk wrk
need nginx nginx
need taskset util-linux
need curl curl
nginx_modules=$(nginx -V 2>&1 | grep -o 'modules-path=[^ ]*' | cut -d= -f2) || true
[[ -e $nginx_modules/ngx_http_echo_module.so ]] ||
    die "nginx's echo module, which makes the upstream slow, is missing; on Debian and Ubuntu: apt-get install libnginx-mod-http-echo"

# ---- What is measured -------------------------------------------------------------------------------------------------
if [[ -n $native ]]; then
    [[ -x $native ]] || die "--native $native: not an executable file"
    # The heap that Dockerfile.native-micro gives it in a pod of 256 MiB.
    native_service=("$native" -Xmx110m)
    service=("${native_service[@]}")
fi
if [[ -z $native || -n $peers ]]; then
    if [[ ! -e $jar_dir/quarkus-run.jar ]]; then
        [[ $jar_dir == "$project/target/quarkus-app" ]] || die "--jar $jar_dir: no quarkus-run.jar in it"
        echo "Building the service ..." >&2
        "$project/mvnw" -B -q --no-transfer-progress -f "$project/pom.xml" package -DskipTests
    fi
    jar_dir=$(realpath "$jar_dir")
    [[ -z $(find "$project/src/main" "$project/pom.xml" -type f -newer "$jar_dir/quarkus-run.jar" -print -quit) ]] ||
        echo "Warning: the sources are newer than the service that is measured" >&2
    # As Dockerfile.jvm starts it. What was kept for the fast start holds for one build and one JDK.
    kept=jsa java_version=0
    [[ $("$java" -version 2>&1) =~ version\ \"([0-9]+) ]] && java_version=${BASH_REMATCH[1]}
    ((java_version < 25)) || kept=aot
    train() {
        [[ -e $1/quarkus-run.jar ]] || die "$1: no quarkus-run.jar in it"
        if [[ ! $1/fast-start.$kept -nt $1/quarkus-run.jar ]]; then
            echo "Training the service ..." >&2
            "$project/src/main/docker/train" "$1" >&2
        fi
    }
    train "$jar_dir"
    service=("$java" "@$jar_dir/fast-start")
    if [[ -n $against ]]; then
        against=$(realpath "$against")
        train "$against"
        other_service=("$java" "@$against/fast-start")
    fi
fi
if [[ -n $peers ]]; then
    # shellcheck source=peers.sh
    source "$bench/peers.sh"
    build_peers
fi
empty_jar=$bench/empty/target/quarkus-app/quarkus-run.jar
if wanted addEvent && [[ ! -e $empty_jar || $project/pom.xml -nt $empty_jar ]]; then
    echo "Building the empty route ..." >&2
    version_of() { sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" "$project/pom.xml"; }
    "$project/mvnw" -B -q --no-transfer-progress -f "$bench/empty/pom.xml" clean package \
        -Dquarkus.platform.version="$(version_of quarkus.platform.version)" -Dcompiler-plugin.version="$(version_of compiler-plugin.version)"
fi

# ---- Processors: the service has some for itself --------------------------------------------------------------------------
cpus=()
for range in $(sed -n 's/^Cpus_allowed_list:\s*//p' /proc/self/status | tr , ' '); do
    for ((cpu = ${range%-*}; cpu <= ${range#*-}; cpu++)); do cpus+=("$cpu"); done
done
list() { local IFS=,; echo "$*"; }
n=${#cpus[@]}
if ((n == 1)); then
    echo "Warning: one processor only, which service, upstream and load share" >&2
    service_cpus=${cpus[0]} upstream_cpus=${cpus[0]} load_cpus=${cpus[0]}
elif ((n < 4)) || [[ -n $peers ]]; then
    service_cpus=${cpus[0]} upstream_cpus=${cpus[n > 2 ? n - 2 : 1]} load_cpus=${cpus[n - 1]}
else
    service_cpus=$(list "${cpus[@]:0:n/2}") upstream_cpus=$(list "${cpus[@]:n/2:n/4}") load_cpus=$(list "${cpus[@]:n/2+n/4}")
fi
count() { local items; IFS=, read -ra items <<<"$1"; echo "${#items[@]}"; }
taskset -cp "$load_cpus" $$ >/dev/null
warm_up_cpus=$(list "${cpus[@]}")
[[ -z $peers ]] || warm_up_seconds=$warm warm_up_cpus=$service_cpus

load_average=$(cut -d' ' -f1 /proc/loadavg)
awk -v l="$load_average" -v n="$n" 'BEGIN { exit !(l > 0.25 * n) }' &&
    echo "Warning: the load average is $load_average; something else is running, so the figures are worth less" >&2

# wrk and nginx keep more connections than the 1,024 files that a shell is usually allowed.
ulimit -Sn "$(ulimit -Hn)"

# ---- Processes, which end with this one -----------------------------------------------------------------------------------
# What had to be built first doesn't count.
SECONDS=0
tmp=$(mktemp -d)
declare -A pid port
finish() {
    local code=$? name
    trap - EXIT
    set +e
    # nginx has workers to end; the services would wait for their clients.
    for name in "${!pid[@]}"; do
        if [[ $name == upstream || $name == nginx || $name == balancer ]]; then kill "${pid[$name]}"; else kill -KILL "${pid[$name]}"; fi
    done 2>/dev/null
    wait 2>/dev/null
    rm -rf "$tmp"
    exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

next_port=18100
# Sets free_port.
find_port() {
    while (: >/dev/tcp/127.0.0.1/$next_port) 2>/dev/null; do ((next_port++)); done
    free_port=$((next_port++))
}

# Waits until NAME answers URL, at most 60 s.
await() {
    local name=$1 url=$2 end=$((SECONDS + 60))
    until curl -sf -o /dev/null "$url"; do
        if ! kill -0 "${pid[$name]}" 2>/dev/null || ((SECONDS > end)); then
            tail -5 "$tmp/$name.log" >&2
            die "$name didn't start"
        fi
        sleep 0.005
    done
}

# NAME CPUS COMMAND...: in an empty directory, so that no .env is read, and with nothing of the caller's environment. Sets launched.
mkdir "$tmp/empty"
launch() {
    local name=$1 on=$2
    shift 2
    launched=$EPOCHREALTIME
    (cd "$tmp/empty" && exec env -i PATH="$PATH" HOME="$HOME" taskset -c "$on" "$@") >>"$tmp/$name.log" 2>&1 &
    pid[$name]=$!
}

# NAME: ends it, if it runs
stop() {
    [[ -n ${pid[$1]:-} ]] || return 0
    # nginx ends its workers
    if [[ $1 == balancer ]]; then kill "${pid[$1]}"; else kill -KILL "${pid[$1]}"; fi
    wait "${pid[$1]}" 2>/dev/null || true
    unset "pid[$1]"
}

start_nginx() {
    local name=$1 on=$2 config=$3
    find_port
    port[$name]=$free_port
    local user=""
    ((EUID)) || user="user root;"
    sed -e "s:@TMP@:$tmp:; s:@PORT@:${port[$name]}:; s/@SERVERS@/${backends:-server 127.0.0.1:${port[upstream]};}/; s:@MODULES@:$nginx_modules:" \
        -e "s:@WORKERS@:$(count "$on"):; s:@USER@:$user:" "$bench/$config" >"$tmp/$name.conf"
    launch "$name" "$on" nginx -p "$tmp" -c "$tmp/$name.conf"
    await "$name" "http://127.0.0.1:${port[$name]}/getUsers"
}

# "cold" makes each request its own calls; "warm" is as it comes. The add-event circuit, once open, stays so. Time-outs are
# long: a machine that is slow, or a JVM that has just been started, shall show as slow, not as failed.
readonly COLD=(CACHE_EVENT_TTL_MS=0 CACHE_USER_TTL_MS=0 CACHE_LIST_TTL_MS=0 CACHE_STALE_MS=0 SHARE_READS=false)
readonly BOTH=(CIRCUIT_BREAKER_RESET_TIMEOUT_MS=86400000 CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS=86400000
    EVENT_API_READ_TIMEOUT_MS=30000 EVENT_API_ADD_TIMEOUT_MS=30000 EVENT_API_DEADLINE_MS=60000)

# NAME COMMAND...: starts a copy of the service by that name, without waiting for it
launch_service() {
    local name=$1 environment=("EVENT_API_BASE_URL=http://127.0.0.1:${port[upstream]}" "${BOTH[@]}")
    shift
    [[ $name == warm || $name == start-up ]] || environment+=("${COLD[@]}")
    find_port
    port[$name]=$free_port
    find_port
    port[$name-management]=$free_port
    launch "$name" "$service_cpus" env "${environment[@]}" "${settings[@]}" PORT="${port[$name]}" \
        MANAGEMENT_PORT="${port[$name-management]}" QUARKUS_VERTX_CACHE_DIRECTORY="$tmp/vertx-$name" "$@"
}

# As launch_service, and waits for its first answer. Sets started_ms.
start_service() {
    launch_service "$@"
    await "$1" "http://127.0.0.1:${port[$1]}/getUsers"
    started_ms=$(((${EPOCHREALTIME//[.,]/} - ${launched//[.,]/}) / 1000))
}

# Sees to it that NAME runs, and was under load before the first figure is taken.
ready() {
    local name=$1
    [[ -z ${pid[$name]:-} ]] || return 0
    local command=("${service[@]}")
    [[ $name != other-* ]] || command=("${other_service[@]}")
    case ${name#other-} in
        jvm | native | spring | fastify) ready_peer "$name" ;;
        cold)
            start_service "$name" "${command[@]}"
            warm_up_until_steady "$longest_warm_up" "$name" 16 GET /getEventsByUserId/10 - ;;
        # As cold, and warmed up by one route only: what the compiler made for others would be in its way.
        users)
            start_service "$name" "${command[@]}"
            warm_up_until_steady "$longest_warm_up" "$name" 64 GET /getUsers - ;;
        open)
            start_service "$name" "${command[@]}"
            circuit "$name" 503
            warm_up_until_steady "$longest_warm_up" "$name" 64 POST /addEvent - ;;
        warm)
            start_service warm "${service[@]}"
            warm_up_until_steady $((longest_warm_up / 2)) warm 16 GET /getEventsByUserId/10 - ;;
        empty)
            find_port
            port[empty]=$free_port
            launch empty "$service_cpus" env PORT="${port[empty]}" QUARKUS_VERTX_CACHE_DIRECTORY="$tmp/vertx-empty" "$java" -jar "$empty_jar"
            until (: >/dev/tcp/127.0.0.1/"${port[empty]}") 2>/dev/null; do sleep 0.05; done ;;
    esac
}

# ---- Measuring ----------------------------------------------------------------------------------------------------------
url() { echo "http://127.0.0.1:${port[$1]}$2"; }

# TARGET CONNECTIONS METHOD PATH ID SECONDS: wrk's line, see wrk.lua
load() {
    local arguments=("$3") threads
    [[ $5 == - ]] || arguments+=("$5")
    threads=$(count "$load_cpus")
    # 30 s, since what is answered late shall be seen as late, not as failed.
    wrk -t $((threads < $2 ? threads : $2)) -c "$2" -d "$6s" --timeout 30s -s "$bench/wrk.lua" "$(url "$1" "$4")" -- "${arguments[@]}" |
        sed -n 's/^RESULT //p'
}

# As load, and for a JVM's compiler all processors may be used: on the service's alone it would need minutes.
# (Peers are to be compared after as long a time on one.)
warm_up() {
    taskset -acp "$warm_up_cpus" "${pid[$1]}" >/dev/null
    load "$@"
    taskset -acp "$service_cpus" "${pid[$1]}" >/dev/null
}

# LIMIT TARGET CONNECTIONS METHOD PATH ID: until a request has three times in a row not become cheaper by a fiftieth, or for LIMIT s
warm_up_until_steady() {
    local limit=$1 target=$2 cost best=1000000000 steady=0 end=$((SECONDS + $1)) requests
    shift
    while ((steady < 3 && SECONDS < end)); do
        cost=$(cpu_ms "$target")
        read -r requests _ < <(warm_up "$@" 2)
        cost=$((($(cpu_ms "$target") - cost) * 1000000 / (requests + 1)))
        if ((cost * 50 < best * 49)); then steady=0 best=$cost; else ((++steady)); fi
    done
    ((steady == 3)) || echo "Warning: $* was still becoming faster after $limit s of load" >&2
}

# What is added; wrk.lua sends the same.
readonly EVENT='{"name":"Launch","userId":"1","details":"At noon"}'
TICKS_PER_SECOND=$(getconf CLK_TCK)
readonly TICKS_PER_SECOND
# TARGET FILE: sets files to /proc/PID/FILE of its process and those that it started, such as nginx's workers.
files_of() {
    local children child
    files=("/proc/${pid[$1]}/$2")
    read -ra children <"/proc/${pid[$1]}/task/${pid[$1]}/children" || true
    for child in "${children[@]}"; do files+=("/proc/$child/$2"); done
}
# Processor time of TARGET, in ms.
cpu_ms() {
    local files
    files_of "$1" stat
    awk -v hz="$TICKS_PER_SECOND" '{ ticks += $14 + $15 } END { printf "%d", ticks * 1000 / hz }' "${files[@]}"
}
# VmRSS or VmHWM of TARGET, in KB.
memory_kb() {
    local files
    files_of "$1" status
    awk -v name="$2:" '$1 == name { kb += $2 } END { print kb }' "${files[@]}"
}
# Calls that the upstream has had, this one included.
calls() { curl -s "$(url upstream /calls)" | awk 'NR == 3 { print $3 }'; }
# Waits until the upstream has no call but this one: after its client has gone, a request still makes its calls.
settle() {
    until curl -s "$(url upstream /calls)" | grep -q 'Writing: 1 '; do sleep 0.02; done
}
# Idle time of the processors CPUS, in ms.
idle_ms() {
    awk -v hz="$TICKS_PER_SECOND" -v cpus="$1" '
        BEGIN { split(cpus, c, ","); for (i in c) on["cpu" c[i]] }
        $1 in on { ticks += $5 + $6 } END { printf "%d", ticks * 1000 / hz }' /proc/stat
}

# GROUP LABEL ROUND TARGET CONNECTIONS METHOD PATH ID STATUS: one line of samples.tsv
sample() {
    local group=$1 label=$2 round=$3 target=$4 connections=$5 method=$6 path=$7 id=$8 status=$9
    local cpu calls idle load_idle requests took refused broken p50 p99
    # Access lines go to files, which needn't be kept.
    : >"$tmp/$target.log"
    : >"$tmp/proxy-access.log"
    settle
    calls=$(calls) idle=$(idle_ms "$service_cpus") load_idle=$(idle_ms "$upstream_cpus,$load_cpus") cpu=$(cpu_ms "$target")
    read -r requests took refused broken p50 p99 < <(load "$target" "$connections" "$method" "$path" "$id" "$seconds") ||
        die "wrk failed at $label"
    cpu=$(($(cpu_ms "$target") - cpu)) calls=$(($(calls) - calls - 1))
    idle=$(($(idle_ms "$service_cpus") - idle)) load_idle=$(($(idle_ms "$upstream_cpus,$load_cpus") - load_idle))
    [[ $status == 2* ]] || refused=$((requests - refused))
    printf '%s\t' "$group" "$label" "$round" "$target" "$connections" "$requests" "$took" $((refused + broken)) "$cpu" "$calls" \
        "$idle" "$load_idle" "$p50" "$p99" "$(memory_kb "$target" VmRSS)" >>"$tmp/samples.tsv"
    memory_kb "$target" VmHWM >>"$tmp/samples.tsv"
}

# One request of a row must get STATUS and cost exactly so many CALLS ("-": any number), or the row would show something else.
check() {
    local label=$1 target=$2 method=$3 path=$4 id=$5 status=$6 calls=$7 before got took cost arguments=(-X "$3")
    [[ $method == GET ]] || arguments+=(-H 'Content-Type: application/json' -d "$EVENT")
    [[ $id == - ]] || arguments+=(-H "X-Request-Id: $id")
    # The second is looked at: the first may fill the cache.
    for _ in first second; do
        before=$(calls)
        read -r got took < <(curl -s -o /dev/null -w '%{http_code} %{time_total}\n' "${arguments[@]}" "$(url "$target" "$path")") || true
        cost=$(($(calls) - before - 1))
    done
    [[ $got == "$status" ]] || die "$label: the status is $got, wanted is $status"
    [[ $calls == - || $cost == "$calls" ]] || die "$label: a request costs $cost calls, wanted are $calls"
    [[ $id != slow || $calls == - || $took != 0.0[0-4]* ]] || die "$label: took $took s, though the upstream takes 0.05 s"
}

# TARGET STATUS: opens the add-event circuit of the service if STATUS is to be 503, else closes it.
circuit() {
    curl -sf -X POST "$(url "$1-management" /q/circuits/add-event/reset)"
    if [[ $2 == 503 ]]; then
        for _ in 1 2 3; do
            curl -s -o /dev/null -H 'X-Request-Id: fail' -H 'Content-Type: application/json' -d "$EVENT" "$(url "$1" /addEvent)"
        done
    fi
}

# GROUP; rows on stdin: TARGET CONNECTIONS METHOD PATH ID STATUS CALLS LABEL. In each round the rows take turns.
# Rows that begin with "full" are for --full only, those with "against" for --against.
group() {
    local group=$1 rows round row target connections method path id status calls label
    wanted "$group" || return 0
    echo "$SECONDS s: $group ..." >&2
    mapfile -t rows < <(
        if [[ $mode == full ]]; then sed 's/^full //'; else grep -v '^full '; fi |
            if [[ -n $against ]]; then sed 's/^against //'; else grep -v '^against '; fi
    )
    for ((round = 0; round <= rounds; round++)); do
        for row in "${rows[@]}"; do
            read -r target connections method path id status calls label <<<"$row"
            ready "$target"
            [[ $target$path != cold/addEvent ]] || circuit cold "$status"
            if ((round == 0)); then
                check "$label" "$target" "$method" "$path" "$id" "$status" "$calls"
                if [[ $target == upstream || $target == nginx ]]; then
                    continue
                elif [[ $target$path == cold/addEvent || $target == empty ]]; then
                    # Another way through the service than that by which it was warmed up.
                    warm_up_until_steady $((longest_warm_up / 2)) "$target" "$connections" "$method" "$path" "$id"
                else
                    warm_up "$target" "$connections" "$method" "$path" "$id" "$warm_up_seconds" >/dev/null
                fi
            else
                sample "$group" "$label" "$round" "$target" "$connections" "$method" "$path" "$id" "$status"
            fi
        done
    done
}

# ---- The upstream's files, and the limits -----------------------------------------------------------------------------------
mkdir -p "$tmp/www/getUserById"
for events in 1 2 10 50 200 1000; do
    { printf '{"userName":"user1","id":%d,"email":"hello@gmail.com","events":["event-1"' "$events"
      for ((i = 2; i <= events; i++)); do printf ',"event-%d"' "$i"; done
      printf ']}'; } >"$tmp/www/getUserById/$events"
done
# BYTES: a list of events about that long
events_of() {
    awk -v bytes="$1" 'BEGIN { printf "["; for (; n < bytes; i++) { e = sprintf("%s{\"id\":%d,\"name\":\"Event %d\",\"userId\":1," \
        "\"details\":\"This is the first event\"}", i ? "," : "", i, i); n += length(e); printf "%s", e } printf "]" }'
}
events_of 65536 >"$tmp/www/getEvents-64k"
events_of 5242880 >"$tmp/www/getEvents-5m"
start_nginx upstream "$upstream_cpus" upstream.conf
start_nginx nginx "$service_cpus" proxy.conf

# ---- The machine ------------------------------------------------------------------------------------------------------------
note() { printf '%s\t%s\n' "$1" "$2" >>"$tmp/notes.tsv"; }
touch "$tmp"/{samples,latency,starts}.tsv
note time "$(date -u +%FT%TZ)"
note mode "$mode"
note commit "$(git -C "$project" describe --always --dirty 2>/dev/null || echo unknown)"
note service "${service[*]##"$project"/}"
note settings "${settings[*]:-none}"
[[ -z $against ]] || note against "$against"
note processor "$(sed -n '/^model name/{s/.*: //p;q}' /proc/cpuinfo)"
note kernel "$(uname -sr)"
note jdk "$("$java" -version 2>&1 | sed -n '2p')"
note nginx "$(nginx -v 2>&1 | sed 's/.*: //')"
note load_average "$load_average"
note processors "service and nginx as proxy $service_cpus; upstream $upstream_cpus; load $load_cpus"
note logs "service: JSON access lines to a file; nginx as proxy: the same, buffered; upstream: none"
note native "$([[ -n $native ]] && echo true || echo false)"
note rounds "$rounds"
note service_side_processors "$(count "$service_cpus")"
note load_side_processors "$(tr , "\n" <<<"$upstream_cpus,$load_cpus" | sort -u | wc -l)"

# ---- Scenarios --------------------------------------------------------------------------------------------------------------
# In this order, since a JVM is the faster the longer it has been under load; memory, which only rises, comes last.
group warm <<'ROWS'
full warm 16 GET /getEventsByUserId/2 - 200 - 2 events
full warm 16 GET /getEventsByUserId/10 - 200 - 10 events
full warm 16 GET /getEventsByUserId/50 - 200 - 50 events
full warm 16 GET /getEventsByUserId/1000 - 200 - 1000 events
ROWS

group slow <<'ROWS'
full cold 16 GET /getEventsByUserId/2 slow 200 3 2 events, cold
full cold 16 GET /getEventsByUserId/10 slow 200 11 10 events, cold
cold 16 GET /getEventsByUserId/50 slow 200 51 50 events, cold
full cold 2 GET /getEventsByUserId/1000 slow 200 1001 1000 events, cold
full warm 16 GET /getEventsByUserId/2 slow 200 - 2 events, warm
full warm 16 GET /getEventsByUserId/10 slow 200 - 10 events, warm
full warm 16 GET /getEventsByUserId/50 slow 200 - 50 events, warm
full warm 16 GET /getEventsByUserId/1000 slow 200 - 1000 events, warm
ROWS

# Few connections suffice where a request has many events; with more, hardly a request would end within a round.
group events <<'ROWS'
full upstream 64 GET /getEventById/event-1 - 200 1 one event, upstream directly
nginx 64 GET /getEventById/event-1 - 200 1 one event, nginx as proxy
cold 16 GET /getEventsByUserId/1 - 200 2 1 event
cold 16 GET /getEventsByUserId/2 - 200 3 2 events
cold 16 GET /getEventsByUserId/10 - 200 11 10 events
cold 16 GET /getEventsByUserId/50 - 200 51 50 events
against other-cold 16 GET /getEventsByUserId/50 - 200 51 50 events, other
full cold 4 GET /getEventsByUserId/200 - 200 201 200 events
cold 2 GET /getEventsByUserId/1000 - 200 1001 1000 events
ROWS

group getUsers <<'ROWS'
upstream 64 GET /getUsers - 200 1 upstream directly
nginx 64 GET /getUsers - 200 1 nginx as proxy
users 64 GET /getUsers - 200 1 service
against other-users 64 GET /getUsers - 200 1 service, other
full warm 64 GET /getUsers - 200 - service, reads shared
ROWS

group addEvent <<'ROWS'
full upstream 64 POST /addEvent - 200 1 upstream directly
full nginx 64 POST /addEvent - 200 1 nginx as proxy
full cold 64 POST /addEvent - 200 - service
open 64 POST /addEvent - 503 0 service, circuit open
against other-open 64 POST /addEvent - 503 0 service, circuit open, other
empty 64 POST /addEvent - 204 0 Quarkus, empty route
ROWS

group latency <<'ROWS'
users 1000 GET /getUsers slow 200 1 as many as it can
ROWS
if wanted latency; then
    "${java}c" -cp "$bench" -d "$tmp" "$bench/ConstantRate.java"
    rate=$(awk -F'\t' '$1 == "latency" { rate = $6 / $7; if (rate > most) most = rate } END { printf "%d", most / 2 }' "$tmp/samples.tsv")
    note constant_rate "$rate"
    "$java" -Xmx512m -XX:+UseSerialGC -cp "$tmp" ConstantRate "$rate" "$latency_seconds" "$rounds" 1000 slow \
        "upstream directly=$(url upstream /getUsers)" "service=$(url users /getUsers)" >"$tmp/latency.tsv" || {
        echo "Warning: the constant rate wasn't measured" >&2
        : >"$tmp/latency.tsv"
    }
fi

group large <<'ROWS'
full upstream 16 GET /getEvents - 200 1 64 KB, upstream directly
nginx 16 GET /getEvents - 200 1 64 KB, nginx as proxy
cold 16 GET /getEvents - 200 1 64 KB, service
full upstream 4 GET /getEvents 5m 200 1 5 MB, upstream directly
nginx 4 GET /getEvents 5m 200 1 5 MB, nginx as proxy
cold 4 GET /getEvents 5m 200 1 5 MB, service
ROWS

# NAME COMMAND...: from the start of the process to the first answer that came from the upstream
start_up() {
    local name=$1 round
    shift
    for ((round = 1; round <= starts; round++)); do
        start_service start-up "$@"
        printf '%s\t%s\t%s\t%s\n' "$name" "$round" "$started_ms" "$(memory_kb start-up VmRSS)" >>"$tmp/starts.tsv"
        stop start-up
    done
}
if wanted startup; then
    echo "$SECONDS s: startup ..." >&2
    # A further way to start is a further line here.
    if [[ -z $native ]]; then
        start_up fast-jar "$java" -jar "$jar_dir/quarkus-run.jar"
        start_up "$([[ $kept == aot ]] && echo "AOT cache" || echo AppCDS)" "${service[@]}"
    fi
    for executable in ${native:-"$project"/target/*-runner}; do
        [[ ! -x $executable ]] || start_up native "$executable"
    done
fi

# ---- Peers ----------------------------------------------------------------------------------------------------------------------
[[ -z $peers ]] || measure_peers

# ---- Report -------------------------------------------------------------------------------------------------------------------
if [[ -z $json ]]; then
    mkdir -p "$bench/results"
    json=$bench/results/$(date -u +%Y%m%dT%H%M%SZ).json
fi
note seconds "$SECONDS"
"${java}c" -d "$tmp" "$bench"/*.java
[[ -z $peers ]] || mkdir -p "${svg:=${json%.json}}"
"$java" -cp "$tmp" Report "$tmp" "$json" ${svg:+"$svg"}
