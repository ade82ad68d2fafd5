// The scalar values of fields as text; shared by the printers.
#pragma once

#include <string>
#include <string_view>

#include "ast/nodes.h"

namespace hpyc::ast {

inline std::string_view text_of(UnaryOperator op) { return spelling(op); }
inline std::string_view text_of(BinaryOperator op) { return spelling(op); }
inline std::string_view text_of(BoolOperator op) { return spelling(op); }
inline std::string_view text_of(CompareOperator op) { return spelling(op); }
inline std::string_view text_of(BasicType type) { return spelling(type); }

std::string_view text_of(StringPrefix value);
std::string_view text_of(Conversion value);
std::string_view text_of(ArgumentKind value);
std::string_view text_of(ParameterKind value);
std::string_view text_of(NoneCheck value);
std::string_view text_of(TypeParamKind value);
std::string_view text_of(Signedness value);
std::string_view text_of(CallingConvention value);
std::string_view text_of(ExceptionClause value);
std::string_view text_of(Visibility value);
std::string_view text_of(CheckSize value);
std::string_view text_of(StructKind value);

// With double quotes and escapes. Code points from 0x80 on stay if `text` is valid UTF-8 there;
// other bytes become \xNN.
std::string quote(std::string_view text);
// The same for bytes: all from 0x80 on become \xNN.
std::string quote_bytes(std::string_view bytes);
// The same by the rules of JSON: surrogates and stray bytes become \uNNNN.
std::string quote_json(std::string_view text);
// Bytes as the code points of equal number.
std::string quote_json_bytes(std::string_view bytes);

}  // namespace hpyc::ast
