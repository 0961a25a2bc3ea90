-- title: the sessions' ids: 130 bits of the digest in base32 (RFC 4648)
-- param hex = 123456789abcdef: a hexadecimal digit's value is its place in here; 0 stands nowhere
-- param base32 = ABCDEFGHIJKLMNOPQRSTUVWXYZ234567: the alphabet of RFC 4648
--
-- The digest is of subject, remote, family, direction and first start in microseconds. Five of its
-- hexadecimal digits are four of base32.
with
digested as (
    select
        session,
        sha256(
            src_ip || '|' || remote_ip || '|' || family || '|' || direction || '|'
            || cast(first_us as varchar)
        ) as digest,
    from scored
),
spelt as (
    select
        session,
        instr($hex, substr(digest, 1, 1)) as h1, instr($hex, substr(digest, 2, 1)) as h2,
        instr($hex, substr(digest, 3, 1)) as h3, instr($hex, substr(digest, 4, 1)) as h4,
        instr($hex, substr(digest, 5, 1)) as h5, instr($hex, substr(digest, 6, 1)) as h6,
        instr($hex, substr(digest, 7, 1)) as h7, instr($hex, substr(digest, 8, 1)) as h8,
        instr($hex, substr(digest, 9, 1)) as h9, instr($hex, substr(digest, 10, 1)) as h10,
        instr($hex, substr(digest, 11, 1)) as h11, instr($hex, substr(digest, 12, 1)) as h12,
        instr($hex, substr(digest, 13, 1)) as h13, instr($hex, substr(digest, 14, 1)) as h14,
        instr($hex, substr(digest, 15, 1)) as h15, instr($hex, substr(digest, 16, 1)) as h16,
        instr($hex, substr(digest, 17, 1)) as h17, instr($hex, substr(digest, 18, 1)) as h18,
        instr($hex, substr(digest, 19, 1)) as h19, instr($hex, substr(digest, 20, 1)) as h20,
        instr($hex, substr(digest, 21, 1)) as h21, instr($hex, substr(digest, 22, 1)) as h22,
        instr($hex, substr(digest, 23, 1)) as h23, instr($hex, substr(digest, 24, 1)) as h24,
        instr($hex, substr(digest, 25, 1)) as h25, instr($hex, substr(digest, 26, 1)) as h26,
        instr($hex, substr(digest, 27, 1)) as h27, instr($hex, substr(digest, 28, 1)) as h28,
        instr($hex, substr(digest, 29, 1)) as h29, instr($hex, substr(digest, 30, 1)) as h30,
        instr($hex, substr(digest, 31, 1)) as h31, instr($hex, substr(digest, 32, 1)) as h32,
        instr($hex, substr(digest, 33, 1)) as h33,
    from digested
)
select
    session,
    substr($base32, h1 * 2 + h2 // 8 + 1, 1)
    || substr($base32, h2 % 8 * 4 + h3 // 4 + 1, 1)
    || substr($base32, h3 % 4 * 8 + h4 // 2 + 1, 1)
    || substr($base32, h4 % 2 * 16 + h5 + 1, 1)
    || substr($base32, h6 * 2 + h7 // 8 + 1, 1)
    || substr($base32, h7 % 8 * 4 + h8 // 4 + 1, 1)
    || substr($base32, h8 % 4 * 8 + h9 // 2 + 1, 1)
    || substr($base32, h9 % 2 * 16 + h10 + 1, 1)
    || substr($base32, h11 * 2 + h12 // 8 + 1, 1)
    || substr($base32, h12 % 8 * 4 + h13 // 4 + 1, 1)
    || substr($base32, h13 % 4 * 8 + h14 // 2 + 1, 1)
    || substr($base32, h14 % 2 * 16 + h15 + 1, 1)
    || substr($base32, h16 * 2 + h17 // 8 + 1, 1)
    || substr($base32, h17 % 8 * 4 + h18 // 4 + 1, 1)
    || substr($base32, h18 % 4 * 8 + h19 // 2 + 1, 1)
    || substr($base32, h19 % 2 * 16 + h20 + 1, 1)
    || substr($base32, h21 * 2 + h22 // 8 + 1, 1)
    || substr($base32, h22 % 8 * 4 + h23 // 4 + 1, 1)
    || substr($base32, h23 % 4 * 8 + h24 // 2 + 1, 1)
    || substr($base32, h24 % 2 * 16 + h25 + 1, 1)
    || substr($base32, h26 * 2 + h27 // 8 + 1, 1)
    || substr($base32, h27 % 8 * 4 + h28 // 4 + 1, 1)
    || substr($base32, h28 % 4 * 8 + h29 // 2 + 1, 1)
    || substr($base32, h29 % 2 * 16 + h30 + 1, 1)
    || substr($base32, h31 * 2 + h32 // 8 + 1, 1)
    || substr($base32, h32 % 8 * 4 + h33 // 4 + 1, 1)
    as session_id,
from spelt
