/// DLPack's structs, by which array libraries lend each other tensors: read and written by address.
@NullMarked
package dev.terrarium.python.dlpack;

import org.jspecify.annotations.NullMarked;
