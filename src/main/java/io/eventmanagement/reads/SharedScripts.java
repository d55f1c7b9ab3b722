package io.eventmanagement.reads;

import java.time.Duration;

import io.eventmanagement.redis.RedisKeys;
import io.eventmanagement.redis.Script;

/** What Redis does as a whole or not at all. {@code KEYS[1]} is the log of writes (docs/shared-cache.md). */
final class SharedScripts {

    /** Writes that the log keeps. */
    static final int KEPT = 20_000;

    /** The log's life without any replica: longer than any value's, or what was cleared would be back. */
    static final long LIFE_MS = Duration.ofHours(25).toMillis();

    private static final String NOW = """
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            """;

    /** The log as it is, whether it can be what these scripts have written, and a new one in its stead. */
    private static final String LOG = """
            local log = {}
            if redis.call('TYPE', KEYS[1]).ok == 'hash' then
              log = redis.call('HMGET', KEYS[1], 'epoch', 'seq', 'low', 'cleared', 'run')
            end
            local last, low, cleared = tonumber(log[2] or ''), tonumber(log[3] or ''), tonumber(log[4] or '') or 0
            local isSound = string.match(log[1] or '', '^%%x+$') and #log[1] == 16 and cleared <= now
                and last and low and 0 <= low and low <= last and last - low <= %d and last < 1e15
            local function run()
              local info = redis.pcall('INFO', 'server')
              return type(info) == 'string' and string.match(info, 'run_id:(%%w+)') or ''
            end
            local function begin(epoch)
              log, last, low = {epoch}, 0, 0
              redis.call('DEL', KEYS[1])
              redis.call('HMSET', KEYS[1], 'epoch', epoch, 'run', run(), 'seq', 0, 'low', 0,
                  'cleared', string.format('%%.0f', math.min(now, cleared)))
            end
            """.formatted(KEPT);

    /**
     * Makes a new log where there is none that can be trusted. Arguments: a name for it, whether to make one in any case,
     * whether to forget all values, and when they were forgotten last, as far as the caller knows.
     *
     * @see WriteLog
     */
    static final Script OPEN = new Script(NOW + LOG + """
            cleared = math.max(math.min(now, cleared), math.min(now, ARGV[3] == '1' and now or tonumber(ARGV[4])))
            if not isSound or log[5] ~= run() or ARGV[2] == '1' then begin(ARGV[1]) end
            -- Refused by a Redis that is full, or read only.
            redis.call('HSET', KEYS[1], 'cleared', string.format('%%.0f', cleared))
            redis.call('PEXPIRE', KEYS[1], %d)
            return {now, log[1], low, last, cleared}
            """.formatted(LIFE_MS));

    /**
     * Arguments: the epoch, the last number that is known, the most that may be missing, whether the log is to live on, who
     * asks, and the names of operations. Gives the time, the last number, a bit for each operation that fails for somebody
     * else, and what is missing; -1 as the last number if the log isn't the same, or doesn't reach back so far.
     */
    static final Script CATCH_UP = new Script(NOW + """
            local fields = {'epoch', 'seq', 'low'}
            for i = 6, #ARGV do fields[i - 2] = 'o' .. ARGV[i] end
            local log = redis.call('HMGET', KEYS[1], unpack(fields))
            if log[1] ~= ARGV[1] then return {now, -1} end
            local known, last, outages = tonumber(ARGV[2]), tonumber(log[2]), 0
            for i = 4, #fields do
              local till, who = string.match(log[i] or '', '^(%%d+) (.*)$')
              if till and tonumber(till) > now and who ~= ARGV[5] then outages = outages + 2 ^ (i - 4) end
            end
            if ARGV[4] == '1' then redis.call('PEXPIRE', KEYS[1], %d) end
            if known == last then return {now, last, outages} end
            if known > last or known < tonumber(log[3]) or last - known > tonumber(ARGV[3]) then return {now, -1} end
            local missing = {}
            for n = known + 1, last do missing[#missing + 1] = string.format('%%d', n) end
            local missed = redis.call('HMGET', KEYS[1], unpack(missing))
            table.insert(missed, 1, outages)
            table.insert(missed, 1, last)
            table.insert(missed, 1, now)
            return missed
            """.formatted(LIFE_MS));

    /** Says for three seconds that operations fail. Arguments: who says so, and their names. */
    static final Script OUTAGE = new Script(NOW + """
            if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
            local report = string.format('%.0f ', now + 3000) .. ARGV[1]
            for i = 2, #ARGV do redis.call('HSET', KEYS[1], 'o' .. ARGV[i], report) end
            return 1
            """);

    /**
     * Logs writes, and takes away what they changed. Further keys: the values. Arguments: a name for a new log, should there be
     * none that can be trusted, and for each value {@code d} (it has changed) or {@code x} (it may have changed), and its name
     * in the log.
     */
    static final Script WRITE = new Script(NOW + LOG + """
            if not isSound then begin(ARGV[1]) end
            for i = 2, #ARGV do
              local key = KEYS[i]
              last = last + 1
              redis.call('HMSET', KEYS[1], string.format('%%d', last), ARGV[i], 'k' .. string.sub(ARGV[i], 2), last)
              if string.sub(ARGV[i], 1, 1) == 'x' and redis.call('TYPE', key).ok == 'string' then
                redis.call('SETRANGE', key, 1, 'x')
              else
                redis.call('DEL', key)
              end
            end
            while last - low > %d do
              low = low + 1
              local oldest = string.format('%%d', low)
              local field = 'k' .. string.sub(redis.call('HGET', KEYS[1], oldest) or '', 2)
              redis.call('HDEL', KEYS[1], oldest)
              if redis.call('HGET', KEYS[1], field) == oldest then redis.call('HDEL', KEYS[1], field) end
            end
            redis.call('HMSET', KEYS[1], 'seq', last, 'low', low)
            redis.call('PEXPIRE', KEYS[1], %d)
            return last
            """.formatted(KEPT, LIFE_MS));

    /**
     * Values, and who fetches those that aren't there. Keys: the values', then as many for who fetches them. Argument: for how
     * long whoever asks first is left to it, in ms. Of each there is its value, nothing if the caller is to fetch it, or 0 if
     * another does.
     */
    static final Script LOOK_UP = new Script("""
            local count = #KEYS / 2
            local found = redis.call('MGET', unpack(KEYS, 1, count))
            for i = 1, count do
              -- A Redis that is full refuses it; what was found is of use even so.
              if not found[i] and not redis.pcall('SET', KEYS[count + i], '', 'NX', 'PX', ARGV[1]) then found[i] = 0 end
            end
            return found
            """);

    /**
     * Takes a value, unless its key was written since its fetch began. Further keys: the value's, and for who fetches it.
     * Arguments: the epoch and the last number that were known then, its name in the log, its life in ms, {@code p} or
     * {@code a}, when it was fetched (this may be long ago where Redis has hung), and its bytes.
     */
    static final Script PUT = new Script(NOW + """
            redis.call('DEL', KEYS[3])
            local log = redis.call('HMGET', KEYS[1], 'epoch', 'low', 'k' .. ARGV[3])
            local known = tonumber(ARGV[2])
            if log[1] ~= ARGV[1] or known < tonumber(log[2]) or (log[3] and known < tonumber(log[3])) then return 0 end
            local at = string.format('%%013.0f', math.min(now, tonumber(ARGV[6])))
            local there = redis.pcall('GETRANGE', KEYS[2], 0, 15)
            local since = type(there) == 'string' and string.sub(there, 1, 2) == '%1$sf' and tonumber(string.sub(there, 4)) or 0
            -- Not what is of a time to come: the clock was set back.
            if since > tonumber(at) and since <= now then return 0 end
            redis.call('SET', KEYS[2], '%1$sf' .. ARGV[5] .. at .. ARGV[1] .. ARGV[3] .. '\\n' .. ARGV[7], 'PX', ARGV[4])
            return 1
            """.formatted(RedisKeys.VERSION));

    private SharedScripts() {
    }
}
