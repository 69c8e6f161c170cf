-- Splits the bridge's TCP stream into the same frames as bridgescope does, for `npm run bench`: header fields, and what payloads say where
-- that is asked for.
-- tshark -X lua_script:tests/bench/bridge.lua -X lua_script1:PORT [-X lua_script1:payload] -r FILE ...

local HEADER_BYTES = 16
local port, wanted = ...

local bridge = Proto("bridge", "HCS-GCS bridge")
local frame_type = ProtoField.uint32("bridge.type", "Type", base.HEX)
local frame_size = ProtoField.uint32("bridge.size", "Size", base.DEC)
local frame_id = ProtoField.uint64("bridge.id", "ID", base.DEC)
local frame_method = ProtoField.string("bridge.method", "Method")
local frame_payload = ProtoField.string("bridge.payload", "Payload")
local frame_container = ProtoField.string("bridge.container", "Container")
bridge.fields = { frame_type, frame_size, frame_id, frame_method, frame_payload, frame_container }

-- The low 28 bits of the type, which requests and their responses share.
local METHODS = {
  [0x00100101] = "Create",
  [0x00100201] = "Start",
  [0x00100501] = "ExecuteProcess",
  [0x00100601] = "WaitForProcess",
  [0x00100701] = "SignalProcess",
  [0x00100901] = "GetProperties",
  [0x00100a01] = "ModifySettings",
}

-- A size under 16 would never end the frame; such a one is taken for a bare header.
local function size_of(buffer, _, offset)
  return math.max(buffer(offset + 4, 4):le_uint(), HEADER_BYTES)
end

local function add_payload(buffer, item)
  item:add(frame_method, METHODS[bit.band(buffer(0, 4):le_uint(), 0x0fffffff)] or "")
  if buffer:len() == HEADER_BYTES then return end
  local payload = buffer(HEADER_BYTES)
  item:add_packet_field(frame_payload, payload, ENC_UTF_8)
  local container = payload:raw():match('"ContainerId":"([^"]*)"')
  if container ~= nil then item:add(frame_container, container) end
end

local function dissect_frame(buffer, _, tree)
  local item = tree:add(bridge, buffer(0, buffer:len()))
  item:add_le(frame_type, buffer(0, 4))
  item:add_le(frame_size, buffer(4, 4))
  item:add_le(frame_id, buffer(8, 8))
  if wanted == "payload" then add_payload(buffer, item) end
  return buffer:len()
end

function bridge.dissector(buffer, packet, tree)
  dissect_tcp_pdus(buffer, tree, HEADER_BYTES, size_of, dissect_frame)
  return buffer:len()
end

DissectorTable.get("tcp.port"):add(tonumber(port), bridge)
