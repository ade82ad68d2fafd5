#include "lower/constants.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>

namespace hpyc::lower {

using ast::BinaryOperator;
using ir::Constant;
using ir::ConstantKind;
using BigInt = boost::multiprecision::cpp_int;

namespace {

// Results beyond these sizes would bloat the table of constants.
constexpr unsigned kMaxIntegerBits = 128;
constexpr size_t kMaxTextBytes = 4096;

Constant big_constant(const BigInt& value) {
  Constant constant{ConstantKind::integer};
  constant.text = value.str();
  return constant;
}

BigInt parse_digits(std::string_view digits, unsigned radix) {
  BigInt value = 0;
  for (char c : digits) {
    unsigned digit =
        c <= '9' ? static_cast<unsigned>(c - '0') : (static_cast<unsigned>(c) | 32u) - 'a' + 10u;
    value = value * radix + digit;
  }
  return value;
}

unsigned bits_of(const BigInt& value) {
  if (value == 0) return 0;
  return static_cast<unsigned>(msb(value < 0 ? BigInt(-value) : value)) + 1;
}

// A number as both an integer and a double, if the double is exact.
struct Number {
  bool is_float = false;
  double real = 0;
  bool exact = true;  // `real` is the integer's value
  BigInt integer;
};

std::optional<Number> number_of(const Constant& constant) {
  Number number;
  switch (constant.kind) {
    case ConstantKind::integer: {
      number.integer = BigInt(constant.text);
      number.exact = bits_of(number.integer) <= 53;
      if (number.exact) number.real = static_cast<double>(static_cast<int64_t>(number.integer));
      return number;
    }
    case ConstantKind::float_:
      number.is_float = true;
      number.real = constant.number;
      return number;
    default:
      return std::nullopt;
  }
}

std::optional<Constant> integer_result(const BigInt& value) {
  if (bits_of(value) > kMaxIntegerBits) return std::nullopt;
  return big_constant(value);
}

std::optional<Constant> fold_integers(BinaryOperator op, const BigInt& a, const BigInt& b) {
  switch (op) {
    case BinaryOperator::Add:
      return integer_result(a + b);
    case BinaryOperator::Subtract:
      return integer_result(a - b);
    case BinaryOperator::Multiply:
      if (bits_of(a) + bits_of(b) > kMaxIntegerBits) return std::nullopt;
      return integer_result(a * b);
    case BinaryOperator::FloorDivide:
    case BinaryOperator::Modulo: {
      if (b == 0) return std::nullopt;
      BigInt quotient = a / b;
      BigInt remainder = a % b;
      if (remainder != 0 && ((remainder < 0) != (b < 0))) {
        quotient -= 1;
        remainder += b;
      }
      return integer_result(op == BinaryOperator::Modulo ? remainder : quotient);
    }
    case BinaryOperator::Power: {
      if (b < 0 || b > kMaxIntegerBits) return std::nullopt;
      auto exponent = static_cast<unsigned>(b);
      if (bits_of(a) * exponent > kMaxIntegerBits) return std::nullopt;
      return integer_result(boost::multiprecision::pow(a, exponent));
    }
    case BinaryOperator::LeftShift:
      if (b < 0 || b > kMaxIntegerBits) return std::nullopt;
      return integer_result(a * boost::multiprecision::pow(BigInt(2), static_cast<unsigned>(b)));
    case BinaryOperator::RightShift: {
      if (b < 0) return std::nullopt;
      if (b > kMaxIntegerBits) return big_constant(a < 0 ? BigInt(-1) : BigInt(0));
      return fold_integers(BinaryOperator::FloorDivide, a,
                           boost::multiprecision::pow(BigInt(2), static_cast<unsigned>(b)));
    }
    case BinaryOperator::BitAnd:
    case BinaryOperator::BitOr:
    case BinaryOperator::BitXor: {
      // Two's complement by hand: cpp_int has no infinite sign bits.
      if (a < 0 || b < 0) return std::nullopt;
      if (op == BinaryOperator::BitAnd) return integer_result(a & b);
      return integer_result(op == BinaryOperator::BitOr ? BigInt(a | b) : BigInt(a ^ b));
    }
    default:
      return std::nullopt;
  }
}

std::optional<Constant> repeat(const Constant& sequence, const Constant& count) {
  auto times = int64_of(count);
  if (!times) return std::nullopt;
  if (*times <= 0 || sequence.text.empty()) {
    Constant empty{sequence.kind};
    return empty;
  }
  if (*times > static_cast<int64_t>(kMaxTextBytes / sequence.text.size())) return std::nullopt;
  Constant result{sequence.kind};
  for (int64_t i = 0; i < *times; ++i) result.text += sequence.text;
  return result;
}

bool is_text(const Constant& constant) {
  return constant.kind == ConstantKind::str || constant.kind == ConstantKind::bytes;
}

}  // namespace

Constant integer_constant(int64_t value) {
  Constant constant{ConstantKind::integer};
  constant.text = std::to_string(value);
  return constant;
}

Constant integer_constant(const ast::IntLiteral& literal) {
  if (literal.fits_int64) return integer_constant(literal.value);
  return big_constant(parse_digits(literal.digits, literal.radix));
}

Constant float_constant(double value) {
  Constant constant{ConstantKind::float_};
  constant.number = value;
  return constant;
}

Constant str_constant(std::string_view text) {
  Constant constant{ConstantKind::str};
  constant.text = text;
  return constant;
}

Constant singleton_constant(ConstantKind kind) { return Constant{kind}; }

std::optional<int64_t> int64_of(const Constant& constant) {
  if (constant.kind != ConstantKind::integer || constant.text.size() > 20) return std::nullopt;
  BigInt value(constant.text);
  if (value < std::numeric_limits<int64_t>::min() || value > std::numeric_limits<int64_t>::max())
    return std::nullopt;
  return static_cast<int64_t>(value);
}

bool truth_of(const Constant& constant) {
  switch (constant.kind) {
    case ConstantKind::name:
    case ConstantKind::str:
    case ConstantKind::bytes:
      return !constant.text.empty();
    case ConstantKind::integer:
      return constant.text != "0";
    case ConstantKind::float_:
    case ConstantKind::complex_:
      return constant.number != 0;
    case ConstantKind::tuple:
      return !constant.items.empty();
    case ConstantKind::none:
    case ConstantKind::false_:
      return false;
    case ConstantKind::true_:
    case ConstantKind::ellipsis:
      return true;
  }
  return true;
}

std::optional<Constant> fold_unary(ast::UnaryOperator op, const Constant& operand) {
  if (op == ast::UnaryOperator::Not)
    return singleton_constant(truth_of(operand) ? ConstantKind::false_ : ConstantKind::true_);
  if (operand.kind == ConstantKind::integer) {
    if (op == ast::UnaryOperator::Plus) return operand;
    BigInt value(operand.text);
    return big_constant(op == ast::UnaryOperator::Minus ? BigInt(-value) : BigInt(-value - 1));
  }
  if (operand.kind == ConstantKind::float_) {
    if (op == ast::UnaryOperator::Plus) return operand;
    if (op == ast::UnaryOperator::Minus) return float_constant(-operand.number);
  }
  return std::nullopt;
}

std::optional<Constant> fold_binary(BinaryOperator op, const Constant& left,
                                    const Constant& right) {
  if (is_text(left) && left.kind == right.kind && op == BinaryOperator::Add) {
    if (left.text.size() + right.text.size() > kMaxTextBytes) return std::nullopt;
    Constant result{left.kind};
    result.text = left.text + right.text;
    return result;
  }
  if (op == BinaryOperator::Multiply) {
    if (is_text(left) && right.kind == ConstantKind::integer) return repeat(left, right);
    if (is_text(right) && left.kind == ConstantKind::integer) return repeat(right, left);
  }
  auto a = number_of(left);
  auto b = number_of(right);
  if (!a || !b) return std::nullopt;
  if (!a->is_float && !b->is_float && op != BinaryOperator::Divide)
    return fold_integers(op, a->integer, b->integer);
  if (!a->exact || !b->exact) return std::nullopt;
  switch (op) {
    case BinaryOperator::Add:
      return float_constant(a->real + b->real);
    case BinaryOperator::Subtract:
      return float_constant(a->real - b->real);
    case BinaryOperator::Multiply:
      return float_constant(a->real * b->real);
    case BinaryOperator::Divide:
      if (b->real == 0) return std::nullopt;
      return float_constant(a->real / b->real);
    default:
      return std::nullopt;
  }
}

}  // namespace hpyc::lower
