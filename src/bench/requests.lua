-- wrk … -- close|keep FLEET: random phones of a fleet; "close" for a new connection each.
local requests = {}
local id = 0
local fleet

function setup(thread)
  thread:set("id", id)
  id = id + 1
end

function init(arguments)
  math.randomseed(os.time() * 10 + (id or 0))
  if arguments[1] == "close" then
    wrk.headers["Connection"] = "close"
  end
  fleet = tonumber(arguments[2])
  for i = 0, fleet - 1 do
    requests[i] = wrk.format("GET", string.format("/provisioning/0004f2%06x.xml", i))
  end
end

function request()
  return requests[math.random(0, fleet - 1)]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("%.0f %d\n", summary.requests / summary.duration * 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
