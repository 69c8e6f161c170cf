-- Splits the bridge's TCP stream into the same frames as bridgescope does, for `npm run bench`: header fields, no payload.
-- tshark -X lua_script:tests/bench/bridge.lua -X lua_script1:PORT -r FILE ...

local HEADER_BYTES = 16

local bridge = Proto("bridge", "HCS-GCS bridge")
local frame_type = ProtoField.uint32("bridge.type", "Type", base.HEX)
local frame_size = ProtoField.uint32("bridge.size", "Size", base.DEC)
local frame_id = ProtoField.uint64("bridge.id", "ID", base.DEC)
bridge.fields = { frame_type, frame_size, frame_id }

-- A size under 16 would never end the frame; such a one is taken for a bare header.
local function size_of(buffer, _, offset)
  return math.max(buffer(offset + 4, 4):le_uint(), HEADER_BYTES)
end

local function dissect_frame(buffer, _, tree)
  local item = tree:add(bridge, buffer(0, buffer:len()))
  item:add_le(frame_type, buffer(0, 4))
  item:add_le(frame_size, buffer(4, 4))
  item:add_le(frame_id, buffer(8, 8))
  return buffer:len()
end

function bridge.dissector(buffer, packet, tree)
  dissect_tcp_pdus(buffer, tree, HEADER_BYTES, size_of, dissect_frame)
  return buffer:len()
end

DissectorTable.get("tcp.port"):add(tonumber((...)), bridge)
