package org.moiety.protocol;

/// One instruction of a random program; any numbers make sense, see [RandomProgram].
///
/// @param first register of the first operand, modulo the number of registers
/// @param second register of the second operand
/// @param detail seed of constants, shapes and maps
record Instruction(Operation operation, int first, int second, long detail) {
  enum Operation {
    INPUT, IMPORT, ROWS, MAP, PLUS, PLUS_IMAGE, MINUS, COMBINE, TIMES, PLUS_PUBLIC, PRODUCT, PRODUCT_PUBLIC, TRUNCATE, MASKED, REVEAL, BEGIN
  }
}
