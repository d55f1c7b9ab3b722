# What people would use instead, measured beside the service: the part of run.sh that --peers turns on. See README.md.
# shellcheck shell=bash disable=SC2154

fastify_dir=$bench/peers/fastify spring_dir=$bench/peers/spring
# In this order in tables and plots; nginx is a limit, not a contender.
contenders=(jvm ${native:+native} spring fastify)

build_peers() {
    need node nodejs
    need npm npm
    [[ $(node -v) =~ ^v([0-9]+) ]] && ((BASH_REMATCH[1] >= 20)) || die "node is $(node -v); wanted is 20 or later"
    if [[ ! $fastify_dir/node_modules/.package-lock.json -nt $fastify_dir/package-lock.json ]]; then
        echo "Fetching Fastify ..." >&2
        (cd "$fastify_dir" && npm ci --silent --no-audit --no-fund) || die "npm ci failed in $fastify_dir"
        touch "$fastify_dir/node_modules/.package-lock.json"
    fi
    local jar=$spring_dir/target/spring-1.jar app=$spring_dir/target/app
    if [[ ! -e $jar || -n $(find "$spring_dir/src" "$spring_dir/pom.xml" -type f -newer "$jar" -print -quit) ]]; then
        echo "Building Spring ..." >&2
        "$project/mvnw" -B -q --no-transfer-progress -f "$spring_dir/pom.xml" clean package
    fi
    # As Spring Boot's reference says: unpacked, and trained until the context is there. The same memory as ours.
    spring=(env "${memory[@]}" "$java")
    local options=(-Dreactor.netty.ioWorkerCount=1) archive=$app/spring-1.$kept make=ArchiveClassesAtExit use=SharedArchiveFile
    if [[ $kept == aot ]]; then
        options+=(--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -XX:+UseCompactObjectHeaders)
        make=AOTCacheOutput use=AOTCache
    fi
    if [[ ! $archive -nt $jar ]]; then
        echo "Training Spring ..." >&2
        "$java" -Djarmode=tools -jar "$jar" extract --force --destination "$app" >/dev/null
        # Serial collection is what one processor gets, and what is kept by one collector isn't always good for another.
        "${spring[@]}" "${options[@]}" -XX:+UseSerialGC "-XX:$make=$archive" -Dspring.context.exit=onRefresh \
            -jar "$app/spring-1.jar" >"$app/train.log" 2>&1 || { tail -5 "$app/train.log" >&2; die "Spring couldn't be trained"; }
    fi
    spring+=("${options[@]}" -XX:+UseSerialGC "-XX:$use=$archive" -jar "$app/spring-1.jar")
}

# ---- Fresh processes ------------------------------------------------------------------------------------------------------
# NAME: starts it, without waiting for it
launch_peer() {
    case $1 in
        jvm) launch_service jvm env "${jvm_settings[@]}" "${service[@]}" ;;
        native) launch_service native "${native_service[@]}" ;;
        spring | fastify)
            local command=("${spring[@]}")
            [[ $1 == spring ]] || command=(node "$fastify_dir/server.mjs")
            find_port
            port[$1]=$free_port
            # As long a time-out as ours has here, see BOTH.
            launch "$1" "$service_cpus" env EVENT_API_BASE_URL="http://127.0.0.1:${port[upstream]}" TIMEOUT_MS=30000 NODE_ENV=production \
                PORT="$free_port" SERVER_PORT="$free_port" SERVER_ADDRESS=127.0.0.1 "${command[@]}" ;;
    esac
}

# A client that is fast already, since it must not be what has to warm up.
start_client() {
    coproc FRESH { exec "$java" -XX:+UseSerialGC -cp "$tmp" Fresh 2>>"$tmp/client.log"; }
    pid[client]=$FRESH_PID
    ask warm "${port[upstream]}" 3
    hear
}
ask() { echo "$*" >&"${FRESH[1]}"; }
# Sets heard to the client's next line.
hear() { read -ru "${FRESH[0]}" heard || { cat "$tmp/client.log" >&2; die "the client of fresh processes ended"; }; }

# NAME PORT PATH: waits for the first 200, and sets started_ms
await_first() {
    ask first "$2" "$3" "${launched//[.,]/}" "${pid[$1]}"
    hear
    started_ms=$heard
    [[ $heard != - ]] || { tail -5 "$tmp/$1.log" >&2; die "$1 didn't start"; }
}

# NAME: a copy that stays, unless it runs already; group warms it up
ready_peer() {
    launch_peer "$1"
    await_first "$1" "${port[$1]}" /getUsers
}

peer_starts() {
    local round name
    for ((round = 1; round <= starts; round++)); do
        for name in "${contenders[@]}"; do
            launch_peer "$name"
            await_first "$name" "${port[$name]}" /getUsers
            printf '%s\t%s\t%s\t%s\n' "${title[$name]}" "$round" "$started_ms" "$(memory_kb "$name" VmRSS)" >>"$tmp/starts.tsv"
            stop "$name"
            [[ $name == jvm || $name == native ]] || continue
            launch_peer "$name"
            await_first "$name" "${port[$name-management]}" /q/health/ready
            printf '%s\t%s\t%s\t%s\n' "${title[$name]}, /q/health/ready" "$round" "$started_ms" "$(memory_kb "$name" VmRSS)" >>"$tmp/starts.tsv"
            stop "$name"
        done
    done
}

# The first round is the curve; further ones are as long as the sum of it that there is a bar for.
first_minute() {
    local round name
    for ((round = 1; round <= first_rounds; round++)); do
        for name in "${contenders[@]}"; do
            settle
            launch_peer "$name"
            ask load "${port[$name]}" "$((round == 1 ? first_seconds : 15))" "${launched//[.,]/}" "${pid[$name]}" "$TICKS_PER_SECOND"
            hear
            while [[ $heard != end ]]; do
                printf '%s\t%s\t%s\n' "$name" "$round" "$heard" >>"$tmp/curve.tsv"
                hear
            done
            stop "$name"
        done
    done
}

# ---- Replicas -------------------------------------------------------------------------------------------------------------
# Sets redis to a Redis server's file: an installed one, or the one that the tests use.
find_redis() {
    redis=$(command -v redis-server) && return
    local jar arch=amd64
    [[ $(uname -m) != aarch64 ]] || arch=arm64
    jar=$(find "$HOME/.m2/repository/com/github/codemonstur/embedded-redis" -name '*.jar' 2>/dev/null | sort | tail -1)
    [[ -n $jar ]] || return 1
    mkdir -p "$tmp/redis" && (cd "$tmp/redis" && "${java%java}jar" xf "$jar") || return 1
    redis=$(find "$tmp/redis" -name "redis-server*linux-$arch" | head -1)
    [[ -n $redis ]] && chmod +x "$redis"
}

# Each replica has a processor for itself; their proxy, Redis and upstream share one, and the load has one.
scale() {
    local count i round name names redis cpu requests took refused broken p50 p99 mine=$service_cpus kind=${native:+native}
    if ((n < 4)); then
        echo "Replicas: not measured, since there are $n processors and it takes 4" >&2
        return 0
    fi
    find_redis || { echo "Replicas: not measured, since there is no Redis; on Debian and Ubuntu: apt-get install redis-server" >&2; return 0; }
    find_port
    local redis_port=$free_port
    launch redis "$upstream_cpus" "$redis" --port "$redis_port" --bind 127.0.0.1 --save '' --appendonly no
    until (: >/dev/tcp/127.0.0.1/"$redis_port") 2>/dev/null; do sleep 0.05; done
    local command=(env REDIS_URL="redis://127.0.0.1:$redis_port")
    if [[ -n $native ]]; then command+=("${native_service[@]}"); else command+=("${jvm_settings[@]}" "${service[@]}"); fi
    for count in 1 2 4; do
        ((n >= count + 2)) || { echo "$count replicas: not measured, since there are $n processors and it takes $((count + 2))" >&2; break; }
        names=() backends=""
        for ((i = 0; i < count; i++)); do
            name=replica-$i service_cpus=${cpus[i]}
            names+=("$name")
            [[ -n ${pid[$name]:-} ]] || start_service "$name" "${command[@]}"
            backends+="server 127.0.0.1:${port[$name]}; "
        done
        service_cpus=$mine
        start_nginx balancer "$upstream_cpus" proxy.conf
        load balancer 64 GET /getUsers - "$warm" >/dev/null
        for ((round = 1; round <= rounds; round++)); do
            cpu=0
            for name in "${names[@]}"; do ((cpu -= $(cpu_ms "$name"))) || true; done
            read -r requests took refused broken p50 p99 < <(load balancer 64 GET /getUsers - "$seconds")
            for name in "${names[@]}"; do ((cpu += $(cpu_ms "$name"))) || true; done
            printf '%s\t' "$count" "$round" "$requests" "$took" $((refused + broken)) "$cpu" "$p50" >>"$tmp/scale.tsv"
            echo "$p99" >>"$tmp/scale.tsv"
        done
        stop balancer
    done
    note scale "${title[${kind:-jvm}]}, with Redis"
    for name in "${names[@]}" redis; do stop "$name"; done
}

# ---- All of it ------------------------------------------------------------------------------------------------------------
measure_peers() {
    declare -gA title=([jvm]="ours, JVM $java_version" [native]="ours, native" [spring]="Spring Boot" [fastify]="Fastify" [nginx]="nginx as proxy")
    local name
    for name in "${contenders[@]}" nginx; do printf '%s\t%s\n' "$name" "${title[$name]}"; done >"$tmp/titles.tsv"
    touch "$tmp"/{curve,scale}.tsv
    note node "$(node -v)"
    note warm "$warm"
    "${java}c" -cp "$bench" -d "$tmp" "$bench/Fresh.java"
    start_client
    if wanted starts; then
        echo "$SECONDS s: starts ..." >&2
        peer_starts
    fi
    if wanted first; then
        echo "$SECONDS s: first minute ..." >&2
        first_minute
    fi
    # Each row has its own warm-up, on the one processor that is measured: as a pod would have it.
    group rows < <(for name in "${contenders[@]}" nginx; do echo "$name 32 GET /getUsers - 200 1 getUsers, $name"; done)
    group rows < <(for name in "${contenders[@]}"; do echo "$name 8 GET /getEventsByUserId/50 - 200 51 50 events, $name"; done)
    for name in "${contenders[@]}"; do stop "$name"; done
    if wanted scale; then
        echo "$SECONDS s: scale ..." >&2
        scale
    fi
}
