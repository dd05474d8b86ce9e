-- The codes under which readers know candidates, in the order of the pairs: what app.reader_code gives for each, with
-- the two pads of the key (RFC 2104) made once for all. $1 readers, $2 candidates.
with key as (
  select secret || decode(repeat('00', 64 - octet_length(secret)), 'hex') as block from app.installation
),
pad as materialized (
  select
    decode(string_agg(lpad(to_hex(get_byte(k.block, i) # 54), 2, '0'), '' order by i), 'hex') as inside,
    decode(string_agg(lpad(to_hex(get_byte(k.block, i) # 92), 2, '0'), '' order by i), 'hex') as outside
  from key k, generate_series(0, 63) as i
),
letters as (select '0123456789ABCDEFGHJKMNPQRSTVWXYZ'::text as all_of_them)
select 'T-'
  || substr(l.all_of_them, (get_byte(m.mac, 0) & 31) + 1, 1)
  || substr(l.all_of_them, (get_byte(m.mac, 1) & 31) + 1, 1)
  || substr(l.all_of_them, (get_byte(m.mac, 2) & 31) + 1, 1)
  || substr(l.all_of_them, (get_byte(m.mac, 3) & 31) + 1, 1)
  || substr(l.all_of_them, (get_byte(m.mac, 4) & 31) + 1, 1)
  || substr(l.all_of_them, (get_byte(m.mac, 5) & 31) + 1, 1)
from unnest($1::text[], $2::text[]) with ordinality as p (reader, candidate, ordinal)
cross join pad
cross join letters l
cross join lateral (
  -- offset keeps the hash from being worked out once for each letter
  select sha256(pad.outside || sha256(pad.inside || convert_to(p.reader || chr(31) || p.candidate, 'UTF8'))) as mac
  offset 0) m
order by p.ordinal
