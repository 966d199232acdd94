/** Public and private addresses, however they are written. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isPublicAddress } from "./addresses.ts";

test("addresses that only make sense within a network are private, also inside IPv6 ones", () => {
  for (const address of [
    ...["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"],
    ...[
      "::1",
      "::",
      "fe80::1",
      "fe80::1%eth0",
      "fc00::1",
      "ff02::1",
      "::ffff:10.0.0.1",
      "::ffff:7f00:1",
      "::127.0.0.1",
    ],
    ...["64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "not an address", ""],
  ])
    assert.equal(isPublicAddress(address), false, address);
  for (const address of ["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
    assert.equal(isPublicAddress(address), true, address);
});
