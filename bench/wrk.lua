-- What wrk sends: wrk -s wrk.lua URL -- METHOD [REQUEST_ID]; and one line of what came of it:
-- requests, seconds, answers other than 2xx or 3xx, failures of connections, p50 and p99 in microseconds.

-- There is no function request(), so wrk formats the request once.
function init(args)
    wrk.method = args[1]
    if args[2] then
        wrk.headers["X-Request-Id"] = args[2]
    end
    if wrk.method == "POST" then
        wrk.headers["Content-Type"] = "application/json"
        wrk.body = '{"name":"Launch","userId":"1","details":"At noon"}'
    end
end

function done(summary, latency)
    local e = summary.errors
    io.write(string.format("RESULT %d %.6f %d %d %d %d\n", summary.requests, summary.duration / 1e6, e.status,
        e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99)))
end
