// Lowers the body of one function, class or module. The methods are in one file a construct family.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ast/reflect.h"
#include "base/containers.h"
#include "ir/builder.h"
#include "lower/constants.h"
#include "lower/lower.h"
#include "lower/memory_variables.h"

namespace hpyc::lower {

// A value that an expression has: a constant not yet loaded, or the result of operations.
struct Operand {
  std::optional<ir::Constant> constant;
  ir::ValueId value = ir::kNoValue;

  static Operand of(ir::ValueId value) { return {std::nullopt, value}; }
  static Operand of(ir::Constant constant) { return {std::move(constant), ir::kNoValue}; }
};

// A function whose body is still to be lowered.
struct PendingBody {
  ir::FunctionId id;
  const ast::Node* node;  // FunctionDef, Lambda, ClassDef, GeneratorExp, Module, CFuncDef
  sema::ScopeId scope;    // valid: `node` is the expression of this annotation scope
};

// What the bodies of a module share. Bodies are lowered one after the other, never nested, so that
// deep nesting of functions costs no stack.
class ModuleLowerer {
 public:
  ModuleLowerer(const sema::SemaResult& sema, const SourceMap& sources, ir::Module& module)
      : sema(sema), sources(sources), module(module) {}

  void run(const ast::Module& node);
  // A new function, whose body is lowered later.
  ir::FunctionId add_function(const ast::Node* node, ir::FunctionKind kind, std::string_view name,
                              std::string qualname, uint32_t line,
                              sema::ScopeId annotation_scope = {});
  uint32_t line_of(SourceSpan span) const;

  const sema::SemaResult& sema;
  const SourceMap& sources;
  ir::Module& module;

 private:
  std::deque<PendingBody> pending_;
};

class FunctionLowerer {
 public:
  FunctionLowerer(ModuleLowerer& shared, ir::FunctionId id, sema::ScopeId scope);

  // ---- whole bodies (lower.cpp, functions.cpp, classes.cpp)
  void module_body(const ast::Module& node);
  void function_body(const ast::FunctionDef& node);
  void function_body(const ast::CFuncDef& node);
  void lambda_body(const ast::Lambda& node);
  void class_body(const ast::ClassDef& node);
  void generator_body(const ast::GeneratorExp& node);
  void evaluator_body(const ast::Expr& expression);

 private:
  using ValueId = ir::ValueId;
  using BlockId = ir::BlockId;
  using Values = std::vector<ir::ValueId>;
  enum class Frame : uint8_t { module, class_, function };

  // A way out of a list of statements.
  struct Exit {
    enum class Kind : uint8_t { falls_through, returns, breaks, continues };
    Kind kind = Kind::falls_through;
    size_t loop = 0;  // of breaks and continues: index in contexts_
    friend bool operator==(const Exit&, const Exit&) = default;
  };
  // What an exit passes or reaches on its way outwards.
  struct Context {
    enum class Kind : uint8_t { loop, finally, handler };
    Kind kind = Kind::loop;
    // Of a loop.
    BlockId continue_block = ir::kNoBlock;
    BlockId break_block = ir::kNoBlock;
    // Of something with a `finally`: all exits go through `entry`, with their number in `code`.
    BlockId entry = ir::kNoBlock;
    ir::Variable code{};
    std::vector<Exit> exits;
    // Of a handler: what is being handled, what was before, the clause whose name is bound.
    ValueId exception = ir::kNoValue;
    ValueId saved = ir::kNoValue;
    const ast::ExceptHandler* clause = nullptr;
    // Around a handler: where errors go, what is being handled.
    BlockId handler_outside = ir::kNoBlock;
    ValueId handled_outside = ir::kNoValue;
  };
  // A part of a handler whose errors end the handling before they go on outwards.
  struct Cover {
    BlockId cleanup;
    BlockId before;
  };
  using Keys = MemoryVariables::Keys;
  // A name that a pattern binds, once all of it has matched.
  struct Binding {
    const ast::Node* node;
    ValueId value;
  };
  using Bindings = std::vector<Binding>;

  // ---- basics (lower.cpp)
  uint32_t line_of(const ast::Node* node) const { return shared_.line_of(node->span); }
  void at(const ast::Node* node) { b_.set_line(line_of(node)); }
  const sema::Scope& scope() const { return shared_.sema.scope(scope_); }
  std::string_view text(Name name) const { return shared_.sema.text(name); }
  // The text of an attribute or other name in this frame's class.
  std::string_view mangled(Name name) const { return text(shared_.sema.mangle(scope(), name)); }
  bool is_dead() { return b_.terminated() || !b_.reachable(b_.block()); }
  void jump(BlockId target) {
    if (!b_.terminated()) b_.jump(target);
  }
  // Starts to fill a block to which all jumps have been made.
  void continue_in(BlockId block) {
    b_.seal(block);
    b_.set_block(block);
  }
  ValueId load(const ir::Constant& constant);
  ValueId materialise(const Operand& operand);
  std::string qualname_prefix();
  std::string qualname_of(const ast::Node* node, Name name);
  void finish();

  // ---- variables (variables.cpp)
  // In place of a symbol's number: the cell that a class fills with itself.
  static constexpr uint32_t kClassCell = 0xffffffffu;
  struct Capture {
    std::string_view name;
    sema::SymbolRef owner;
  };
  enum class Place : uint8_t { local, cell, global, name, name_or_cell };
  struct Location {
    Place place;
    sema::SymbolRef variable{};
    ValueId cell = ir::kNoValue;
    int64_t use = 0;  // CellUse
  };
  ir::Variable variable_of(sema::SymbolRef ref);
  sema::SymbolRef owner_of(const sema::Symbol& symbol) const;
  std::vector<Capture> captures_of(sema::ScopeId id) const;
  Values captured_cells(sema::ScopeId id);
  void receive_cells();
  ValueId make_cell(sema::SymbolRef ref, ValueId content);
  void make_cells(sema::ScopeId id);
  Location locate(sema::SymbolRef ref);
  void write_local(sema::SymbolRef ref, ValueId value);
  void check_type(sema::SymbolRef ref, ValueId value, bool is_parameter);
  // Finds the memory variables of a function; parameters have been written.
  void start_memory(ast::NodeList<ast::Stmt> statements);
  ValueId load_symbol(sema::SymbolRef ref);
  ValueId peek_symbol(sema::SymbolRef ref);
  void store_symbol(sema::SymbolRef ref, ValueId value);
  void delete_symbol(sema::SymbolRef ref);
  void keep(sema::SymbolRef ref, ValueId next);
  void keep_all(ValueId result);
  void return_value(ValueId result);        // from a function: its variables end here
  void unbind_symbol(sema::SymbolRef ref);  // as at the end of `except … as name`
  void store_binding(const ast::Node* node, ValueId value) {
    store_symbol(shared_.sema.symbol_ref_of(node), value);
  }

  // ---- statements (control_flow.cpp unless noted)
  void body(ast::NodeList<ast::Stmt> statements);
  void visit(const ast::Stmt* statement);
  void stmt(const ast::ExprStmt& node);
  void stmt(const ast::Assign& node);     // assignments.cpp
  void stmt(const ast::AugAssign& node);  // assignments.cpp
  void stmt(const ast::AnnAssign& node);  // assignments.cpp
  void stmt(const ast::Delete& node);     // assignments.cpp
  void stmt(const ast::Pass&) {}
  void stmt(const ast::CImport&) {}  // of the module `cython` only
  void stmt(const ast::CImportFrom&) {}
  void stmt(const ast::Global&) {}
  void stmt(const ast::Nonlocal&) {}
  void leave_loop(Exit::Kind kind);
  ValueId begin_iteration(const ast::Expr* iterated, bool is_async);
  ValueId next_item(ValueId iterator, bool is_async, BlockId inside, BlockId exhausted);
  ValueId suspend(ir::Opcode opcode, ValueId other);
  ValueId next_awaited(ValueId iterator, BlockId exhausted);
  void push_loop(BlockId continue_block, BlockId break_block);
  void stmt(const ast::Break& node);
  void stmt(const ast::Continue& node);
  void stmt(const ast::Return& node);
  void stmt(const ast::Raise& node);  // exceptions.cpp
  void stmt(const ast::Assert& node);
  void stmt(const ast::If& node);
  void stmt(const ast::While& node);
  void stmt(const ast::For& node);
  void stmt(const ast::Try& node);         // exceptions.cpp
  void stmt(const ast::With& node);        // exceptions.cpp
  void stmt(const ast::Match& node);       // patterns.cpp
  void stmt(const ast::Import& node);      // imports.cpp
  void stmt(const ast::ImportFrom& node);  // imports.cpp
  int64_t import_level(uint32_t written) const;
  void stmt(const ast::Print& node);  // python2.cpp
  void stmt(const ast::Exec& node);   // python2.cpp
  ValueId builtin(std::string_view name);
  ValueId paired_exception(const ast::Raise& node, ValueId type);
  void stmt(const ast::FunctionDef& node);  // functions.cpp
  void stmt(const ast::ClassDef& node);     // classes.cpp
  // What sema refuses.
  [[noreturn]] static void refused(const ast::Node* node);
  template <class T>
  void stmt(const T& node) {
    refused(static_cast<const ast::Node*>(&node));
  }
  template <class T>
  Operand expr(const T& node) {
    refused(static_cast<const ast::Node*>(&node));
  }

  // ---- exceptions (exceptions.cpp)
  void start_block();
  void leave(Exit exit, ValueId result = ir::kNoValue);
  void begin_handler(BlockId handler, BlockId before, const Keys& assigned);
  void end_handling(const Context& context);
  void leave_handler();
  Cover open_cover();
  void close_cover(const Cover& cover, const ast::ExceptHandler* clause);
  void finish_handler(ValueId exception, const Cover& cover, bool unhandled, BlockId after);
  void reraise(ValueId exception);
  void load_memory(const Keys& assigned);
  ValueId handled_or_null() { return handled_ != ir::kNoValue ? handled_ : b_.null(); }
  Cover guarded_body(const ast::Try& node, BlockId after);
  void try_except(const ast::Try& node);
  void try_except_star(const ast::Try& node);
  void with_item(const ast::With& node, size_t item);
  template <class Inside, class Normal, class Exceptional>
  void protect(const Keys& assigned, Inside inside, Normal normal, Exceptional exceptional);

  // ---- patterns (patterns.cpp)
  void require(ValueId test, BlockId otherwise);
  void pattern(const ast::Pattern* node, ValueId subject, BlockId otherwise, Bindings& captures);
  void alternatives(const ast::MatchOr& node, ValueId subject, BlockId otherwise,
                    Bindings& captures);
  void sequence_pattern(const ast::MatchSequence& node, ValueId subject, BlockId otherwise,
                        Bindings& captures);
  void mapping_pattern(const ast::MatchMapping& node, ValueId subject, BlockId otherwise,
                       Bindings& captures);
  void class_pattern(const ast::MatchClass& node, ValueId subject, BlockId otherwise,
                     Bindings& captures);

  // ---- assignments (assignments.cpp)
  void store(const ast::Expr* target, ValueId value);
  void store_elements(ast::NodeList<ast::Expr> targets, const ast::Expr* node, ValueId value);
  bool store_pairwise(const ast::Expr* target, const ast::Expr* value);
  void remove(const ast::Expr* target);
  void setup_annotations(ast::NodeList<ast::Stmt> statements);
  ValueId annotation(const ast::Expr* expression);

  // ---- type parameters (type_parameters.cpp)
  void stmt(const ast::TypeAlias& node);
  bool needs_namespace_cell() const;
  ValueId evaluator(const ast::Expr* expression, Name name);
  std::string type_parameter_text(ast::NodeList<ast::TypeParam> list,
                                  std::string_view evaluator_prefix, Values& evaluators);
  std::string unused_prefix(ast::NodeList<ast::TypeParam> list, Name other) const;
  ValueId run_type_syntax(const std::string& statement, const std::string& result,
                          std::string_view prefix, ast::NodeList<ast::TypeParam> list,
                          const Values& evaluators);
  void open_type_parameters(sema::ScopeId id);
  void bind_type_parameters(ast::NodeList<ast::TypeParam> list, ValueId tuple);
  ValueId type_parameters(const ast::Stmt& node, ast::NodeList<ast::TypeParam> list);
  ValueId generic_base(const ast::ClassDef& node, ValueId tuple);

  // ---- functions and classes (functions.cpp, classes.cpp)
  void function_body(const ast::Node& node, const ast::Parameters* parameters,
                     ast::NodeList<ast::Stmt> statements);
  void parameters(const ast::Parameters* parameters);
  void make_c_functions(ast::NodeList<ast::Stmt> statements);
  void stmt(const ast::CFuncDef&) {}  // made at the start of the module
  ValueId add_parameter(std::string_view name);
  ValueId make_function(const ast::Node& node, Name name, std::string_view display_name,
                        const ast::Parameters* parameters, const ast::Expr* returns);
  Values decorators(ast::NodeList<ast::Expr> list);
  ValueId decorate(ast::NodeList<ast::Expr> list, const Values& decorators, ValueId value);

  // ---- expressions (expressions.cpp unless noted)
  ValueId value(const ast::Expr* expression) { return materialise(operand(expression)); }
  ValueId value_or_null(const ast::Expr* expression) {
    return expression != nullptr ? value(expression) : b_.null();
  }
  Operand operand(const ast::Expr* expression);
  Operand link(const ast::Expr* node, Operand left);
  Values values(ast::NodeList<ast::Expr> expressions);
  Operand expr(const ast::NameExpr& node);
  Operand expr(const ast::NoneLiteral& node);
  Operand expr(const ast::BoolLiteral& node);
  Operand expr(const ast::EllipsisLiteral& node);
  Operand expr(const ast::IntLiteral& node);
  Operand expr(const ast::FloatLiteral& node);
  Operand expr(const ast::ImagLiteral& node);
  Operand expr(const ast::StringLiteral& node);
  Operand expr(const ast::BytesLiteral& node);
  Operand expr(const ast::FString& node);    // strings.cpp
  Operand expr(const ast::Backquote& node);  // python2.cpp
  Operand expr(const ast::UnaryOp& node);    // operators.cpp
  Operand expr(const ast::BinOp& node) { return operand(&node); }
  Operand expr(const ast::Call& node) { return operand(&node); }
  Operand expr(const ast::Attribute& node) { return operand(&node); }
  Operand expr(const ast::Subscript& node) { return operand(&node); }
  Operand expr(const ast::BoolOp& node);   // operators.cpp
  Operand expr(const ast::Compare& node);  // operators.cpp
  Operand expr(const ast::IfExp& node);    // operators.cpp
  Operand expr(const ast::Lambda& node);   // functions.cpp
  Operand expr(const ast::NamedExpr& node);
  Operand expr(const ast::Tuple& node);         // displays.cpp
  Operand expr(const ast::List& node);          // displays.cpp
  Operand expr(const ast::Set& node);           // displays.cpp
  Operand expr(const ast::Dict& node);          // displays.cpp
  Operand expr(const ast::ListComp& node);      // comprehensions.cpp
  Operand expr(const ast::SetComp& node);       // comprehensions.cpp
  Operand expr(const ast::DictComp& node);      // comprehensions.cpp
  Operand expr(const ast::GeneratorExp& node);  // generators.cpp
  Operand expr(const ast::Yield& node);         // generators.cpp
  Operand expr(const ast::YieldFrom& node);     // generators.cpp
  Operand expr(const ast::Await& node);         // generators.cpp
  Operand expr(const ast::Slice& node);

  // ---- subscripts (expressions.cpp)
  // The parts of a subscription, evaluated once and used by loads, stores and deletions.
  struct Item {
    ValueId object = ir::kNoValue;
    bool is_slice = false;  // two-part slice: lower, upper (may be the null handle)
    ValueId key = ir::kNoValue;
    ValueId lower = ir::kNoValue;
    ValueId upper = ir::kNoValue;
  };
  Item item(const ast::Subscript& node, ValueId object);
  ValueId get_item(const Item& item);
  void set_item(const Item& item, ValueId value);
  void delete_item(const Item& item);
  uint32_t attribute_line(const ast::Attribute& node) const;

  // ---- operators and conditions (operators.cpp)
  ast::BinaryOperator op_of(const ast::BinOp& node, const Operand& left,
                            const Operand& right) const;
  Operand binary(const ast::BinOp& node, Operand left);
  ValueId inplace(ast::BinaryOperator op, ValueId left, const Operand& right);
  std::optional<bool> constant_truth(const ast::Expr* expression) const;
  void condition(const ast::Expr* expression, BlockId if_true, BlockId if_false);
  void compare_condition(const ast::Compare& node, BlockId if_true, BlockId if_false);
  ValueId compare_boolean(ast::CompareOperator op, ValueId left, const Operand& right);
  Operand comparator(ast::CompareOperator op, const ast::Expr* expression);
  void value_condition(const ast::Expr* expression, ir::Variable result, BlockId if_true,
                       bool keep_true, BlockId if_false, bool keep_false);

  // ---- calls (calls.cpp)
  Operand cython_expression(const ast::Expr* expression);
  ValueId call(const ast::Call& node, ValueId callee);
  ValueId call_method(const ast::Call& node, const ast::Attribute& attribute, ValueId self);
  void plain_arguments(ast::NodeList<ast::Argument> list, Values& values,
                       std::vector<ir::ConstantId>& names);
  ValueId call_with_stars(const ast::Call& node, ValueId callee);
  void list_elements(ValueId list, ast::NodeList<ast::Argument> arguments, ValueId callee);
  ValueId keyword_dict(ast::NodeList<ast::Argument> list, ValueId callee);
  bool is_method_call(const ast::Call& node) const;
  bool has_inert_arguments(const ast::Call& node) const;
  bool is_inert(const ast::Expr* expression) const;
  bool sees_handled(const ast::Call& node) const;
  bool looks_at_frame(const ast::Call& node) const;
  ValueId callee_of(const ast::Call& node, ValueId callee);

  // ---- builtins that look at their caller's frame (frames.cpp)
  std::optional<ValueId> frame_builtin(const ast::Call& node);
  ValueId frame_locals(sema::ScopeId used_in);
  ValueId evaluate(ValueId function, Values passed, sema::ScopeId used_in);
  void add_local(ValueId dict, sema::SymbolRef ref);
  std::vector<sema::SymbolRef> frame_variables() const;
  ValueId call_super(const ast::Call& node, const ast::NameExpr& callee);

  // ---- displays and comprehensions (displays.cpp, comprehensions.cpp)
  ValueId list_of(ast::NodeList<ast::Expr> elements, const ast::Expr* node);
  Operand tuple_of(ast::NodeList<ast::Expr> elements, const ast::Expr* node);
  std::optional<ir::ConstantId> constant_tuple(const std::vector<Operand>& operands);
  Operand iterable(const ast::Expr* expression);
  enum class Collect : uint8_t { list, set, dict, yield };
  Operand comprehension(const ast::Expr& node, Collect kind,
                        ast::NodeList<ast::ComprehensionFor> clauses, const ast::Expr* element,
                        const ast::Expr* value);
  void comprehension_clause(ast::NodeList<ast::ComprehensionFor> clauses, size_t index,
                            ValueId first_iterator, Collect kind, ValueId result,
                            const ast::Expr& node, const ast::Expr* element,
                            const ast::Expr* value);

  // ---- strings (strings.cpp)
  void format_pieces(ast::NodeList<ast::Node> parts, Values& pieces, std::string& pending);
  void flush_text(Values& pieces, std::string& pending);
  ValueId joined(ast::NodeList<ast::Node> parts);

  ModuleLowerer& shared_;
  ir::FunctionId id_;
  ir::FunctionBuilder b_;
  sema::ScopeId scope_;
  Frame frame_;
  ValueId namespace_ = ir::kNoValue;         // of a class body
  ValueId namespace_cell_ = ir::kNoValue;    // of a class, in an annotation scope inside of it
  std::vector<sema::SymbolRef> parameters_;  // of a function, in the order of its signature
  FlatMap<uint64_t, ir::Variable> variables_;
  FlatMap<uint64_t, ValueId> cells_;  // of captured variables; they never change
  MemoryVariables memory_;
  std::vector<Context> contexts_;         // innermost last
  ValueId handled_ = ir::kNoValue;        // the exception that is being handled here
  std::optional<ir::Variable> returned_;  // on its way through `finally`
};

// The C name of function number `index`.
std::string symbol_name(uint32_t index, std::string_view name);

}  // namespace hpyc::lower
