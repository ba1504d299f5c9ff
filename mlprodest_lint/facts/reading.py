"""One pass over a module's tree, which makes its records.

The tree is walked by hand, over the fields that matter: libcst's visitors cost ten times as much.
"""

from __future__ import annotations

import ast
import warnings
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import libcst as cst

from mlprodest_lint.facts import records as r
from mlprodest_lint.facts.positions import CommentCounter, Locator, TokenCounter
from mlprodest_lint.facts.source import InvalidError, TooDeepError, check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    How = Literal[
        "assign", "named", "augment", "declare", "loop", "with", "except", "match", "delete", "import", "def", "class"
    ]

T = TypeVar("T")

# Expressions nested more deeply than this become Unknown; the calls in them are still found.
_DEEPEST_EXPRESSION = 60
_UNKNOWN = r.Unknown()
_MODULE_SCOPE = 0
_MODULE_BLOCK = 0


class UnparsableError(Exception):
    """Python accepts the text, but libcst can't parse it."""


def read_module(text: str) -> r.Module:
    """Make the records of a module that Python accepts.

    Args:
        text: The decoded source, without a byte order mark.

    Raises:
        UnparsableError: libcst refuses it (it lacks a few rare forms).
        RecursionError: It is nested too deeply for the stack.
    """
    try:
        tree = cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise UnparsableError(error.message) from error
    reader = _Reader(with_comments="noqa" in text.lower())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about escapes that Python doesn't know
        reader.read_body(tree.body)
    return reader.finish(tree, text)


class _Reader:
    def __init__(self, *, with_comments: bool) -> None:
        self.with_comments = with_comments
        self.span_nodes: list[cst.CSTNode] = []
        self.statement_spans: list[int] = []
        self.headers: list[tuple[cst.CSTNode, cst.TrailingWhitespace]] = []
        self.simple_lines: list[cst.CSTNode] = []
        self.scopes: list[r.Scope] = [r.Scope("module", -1, -1)]
        self.blocks: list[r.Block] = [r.Block("module", -1, -1, None, leaves=False)]
        self.imports: list[r.Import] = []
        self.classes: list[r.Class] = []
        self.functions: list[r.Function] = []
        self.bindings: list[r.Binding] = []
        self.stores: list[r.Store] = []
        self.returns: list[r.Return] = []
        self.yields: list[r.Return] = []
        self.calls: list[r.Call] = []
        self.lookups: list[r.Lookup] = []
        self.deferred: deque[cst.CSTNode] = deque()
        self.global_names: list[list[str]] = [[]]
        self.nonlocal_names: list[list[str]] = [[]]
        self.yielding_scopes: set[int] = set()
        self.scope = _MODULE_SCOPE
        self.block = _MODULE_BLOCK
        self.statement = -1
        self.depth = 0
        self.detached = False

    # The result.

    def finish(self, tree: cst.Module, text: str) -> r.Module:
        wanted: dict[int, object] = dict.fromkeys(map(id, self.span_nodes))
        wanted.update(dict.fromkeys(id(owner) for owner, _ in self.headers))
        wanted.update(dict.fromkeys(map(id, self.simple_lines)))
        counter = (CommentCounter if self.with_comments else TokenCounter)(tree, wanted)
        tree._codegen(counter)  # noqa: SLF001 - the only way to give it a state of one's own
        locator = Locator(counter.tokens, text)
        return r.Module(
            spans=tuple(locator.position(counter.found[id(node)]) for node in self.span_nodes),
            statements=tuple(self.statement_spans),
            scopes=tuple(
                scope
                if not names and not outer
                else r.Scope(scope.kind, scope.parent, scope.owner, tuple(names), tuple(outer))
                for scope, names, outer in zip(self.scopes, self.global_names, self.nonlocal_names, strict=True)
            ),
            blocks=tuple(self.blocks),
            imports=tuple(self.imports),
            classes=tuple(self.classes),
            functions=tuple(self.functions),
            bindings=tuple(self.bindings),
            stores=tuple(self.stores),
            returns=tuple(self.returns),
            yields=tuple(self.yields),
            calls=tuple(self.calls),
            lookups=tuple(self.lookups),
            comments=tuple(self.comments(counter, locator)) if isinstance(counter, CommentCounter) else (),
        )

    def comments(self, counter: CommentCounter, locator: Locator) -> Iterator[r.Comment]:
        ranges: dict[int, tuple[int, int]] = {}
        for owner, end in self.headers:
            first, last = locator.point(counter.found[id(owner)][0])[0], locator.point(counter.found[id(end)][0])[0]
            ranges.update(dict.fromkeys(range(first, last + 1), (first, last)))
        for line_node in self.simple_lines:
            first, _, last, _ = locator.position(counter.found[id(line_node)])
            ranges.update(dict.fromkeys(range(first, last + 1), (first, last)))
        for token, comment in counter.comments:
            if "noqa" in comment.lower():
                line, column = locator.point(token)
                own_line = not "".join(counter.tokens[max(token - 12, 0) : token]).rpartition("\n")[2].strip()
                yield r.Comment(comment, line, column, own_line, *ranges.get(line, (line, line)))

    def span(self, node: cst.CSTNode) -> int:
        self.span_nodes.append(node)
        return len(self.span_nodes) - 1

    # Statements.

    def read_body(self, body: Sequence[cst.CSTNode]) -> None:
        for statement in body:
            self.read_statement(statement)

    def read_statement(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.SimpleStatementLine):
            if self.with_comments:
                self.simple_lines.append(node)
            for small in node.body:
                self.read_small(small)
        else:
            _COMPOUND[type(node)](self, node)
            self.read_deferred()

    def read_small(self, node: cst.CSTNode) -> None:
        self.begin(node)
        read = _SMALL.get(type(node))
        if read is not None:
            read(self, node)
            self.read_deferred()

    def read_deferred(self) -> None:
        while self.deferred:
            self.expression(self.deferred.popleft())

    def begin(self, node: cst.CSTNode) -> int:
        """Begin a statement; return its number."""
        self.statement_spans.append(self.span(node))
        self.statement = len(self.statement_spans) - 1
        return self.statement

    def header(self, owner: cst.CSTNode, end: cst.TrailingWhitespace) -> None:
        if self.with_comments:
            self.headers.append((owner, end))

    def suite(self, kind: str, owner: cst.CSTNode, body: cst.CSTNode, test: r.Expression | None = None) -> None:
        """Read the suite of a compound statement as a block of its own."""
        if isinstance(body, cst.IndentedBlock):
            self.header(owner, body.header)
        elif isinstance(body, cst.SimpleStatementSuite):
            self.header(owner, body.trailing_whitespace)
        with self.inside(kind, test):
            for statement in getattr(body, "body", ()):
                if isinstance(body, cst.SimpleStatementSuite):
                    self.read_small(statement)
                else:
                    self.read_statement(statement)
            self.note_leaving(body)

    @contextmanager
    def inside(self, kind: str, test: r.Expression | None = None) -> Iterator[None]:
        outer, statement = self.block, self.statement
        self.blocks.append(r.Block(kind, outer, statement, test, leaves=False))
        self.block = len(self.blocks) - 1
        yield
        self.block, self.statement = outer, statement

    def note_leaving(self, body: cst.CSTNode) -> None:
        last = body
        while isinstance(last, cst.IndentedBlock | cst.SimpleStatementLine | cst.SimpleStatementSuite) and last.body:
            last = last.body[-1]
        if isinstance(last, cst.Return | cst.Raise | cst.Continue | cst.Break):
            block = self.blocks[self.block]
            self.blocks[self.block] = r.Block(block.kind, block.parent, block.statement, block.test, leaves=True)

    @contextmanager
    def new_scope(self, kind: Literal["class", "function", "lambda", "comprehension"], owner: int) -> Iterator[int]:
        outer, block, statement = self.scope, self.block, self.statement
        self.scopes.append(r.Scope(kind, outer, owner))
        self.global_names.append([])
        self.nonlocal_names.append([])
        self.scope = len(self.scopes) - 1
        yield self.scope
        self.scope, self.block, self.statement = outer, block, statement

    def read_if(self, node: cst.If) -> None:
        # `elif` nests in the tree: followed in a loop, so that a long chain needs no deep stack.
        outer = self.block
        branch: cst.If | cst.Else | None = node
        while isinstance(branch, cst.If):
            self.begin(branch)
            test = self.expression(branch.test)
            statement = self.statement
            self.suite("if", branch, branch.body, test)
            self.statement = statement
            branch = branch.orelse
            if isinstance(branch, cst.If):
                self.blocks.append(r.Block("else", self.block, statement, test, leaves=False))
                self.block = len(self.blocks) - 1
            elif branch is not None:
                self.suite("else", branch, branch.body, test)
        self.block = outer

    def read_for(self, node: cst.For) -> None:
        self.begin(node)
        iterable = self.expression(node.iter)
        self.bind(node.target, r.Iterated(iterable), "loop")
        self.suite("loop", node, node.body)
        if node.orelse is not None:
            self.suite("loop-else", node.orelse, node.orelse.body)

    def read_while(self, node: cst.While) -> None:
        self.begin(node)
        test = self.expression(node.test)
        self.suite("loop", node, node.body, test)
        if node.orelse is not None:
            self.suite("loop-else", node.orelse, node.orelse.body)

    def read_with(self, node: cst.With) -> None:
        self.begin(node)
        managers: list[r.Expression] = []
        for item in node.items:
            managers.append(self.expression(item.item))
            if item.asname is not None:
                self.bind(item.asname.name, r.Entered(managers[-1]), "with")
        self.suite("with", node, node.body, r.Sequence("tuple", tuple(managers)))

    def read_try(self, node: cst.Try | cst.TryStar) -> None:
        self.begin(node)
        self.suite("try", node, node.body)
        for handler in node.handlers:
            kind = None if handler.type is None else self.expression(handler.type)
            if handler.name is not None:
                self.bind(handler.name.name, _UNKNOWN, "except")
            self.suite("except", handler, handler.body, kind)
        if node.orelse is not None:
            self.suite("try-else", node.orelse, node.orelse.body)
        if node.finalbody is not None:
            self.suite("finally", node.finalbody, node.finalbody.body)

    def read_match(self, node: cst.Match) -> None:
        self.begin(node)
        subject = self.expression(node.subject)
        self.header(node, node.whitespace_after_colon)
        for case in node.cases:
            for name in _captured_names(case.pattern):
                self.bind_name(name, _UNKNOWN, "match")
            if case.guard is not None:
                self.expression(case.guard)
            self.suite("case", case, case.body, self.comparison_of(subject, case.pattern))

    def comparison_of(self, subject: r.Expression, pattern: cst.MatchPattern) -> r.Expression | None:
        """Return the comparison that a pattern of values stands for."""
        if isinstance(pattern, cst.MatchOr):
            tests = [self.comparison_of(subject, element.pattern) for element in pattern.patterns]
            known = tuple(test for test in tests if test is not None)
            return r.Operation("or", known) if len(known) == len(tests) else None
        if isinstance(pattern, cst.MatchSingleton | cst.MatchValue):
            return r.Comparison(subject, ("==",), (self.expression(pattern.value),))
        return None

    def read_function(self, node: cst.FunctionDef) -> None:
        statement = self.begin(node)
        decorators = tuple(self.expression(decorator.decorator) for decorator in node.decorators)
        parameters = self.parameters(node.params)
        returns = None if node.returns is None else self.annotation(node.returns.annotation)
        number = len(self.functions)
        name_span = self.span(node.name)
        returns_span = name_span if node.returns is None else self.span(node.returns.annotation)
        self.bind_name(node.name.value, r.FunctionOf(number), "def")
        placeholder = r.Function("", (), None, (), False, False, False, 0, 0, 0, 0, 0, 0)  # noqa: FBT003
        self.functions.append(placeholder)
        scope, block = self.scope, self.block
        with self.new_scope("function", number) as body:
            self.suite("function", _first_of(node), node.body)
        self.functions[number] = r.Function(
            name=node.name.value,
            parameters=parameters,
            returns=returns,
            decorators=decorators,
            is_async=node.asynchronous is not None,
            is_generator=body in self.yielding_scopes,
            stub=_is_stub(node.body),
            body=body,
            scope=scope,
            block=block,
            statement=statement,
            name_span=name_span,
            returns_span=returns_span,
        )

    def read_class(self, node: cst.ClassDef) -> None:
        statement = self.begin(node)
        decorators = tuple(self.expression(decorator.decorator) for decorator in node.decorators)
        bases = tuple(self.argument(base) for base in node.bases)
        keywords = tuple(
            r.Keyword(base.keyword.value if base.keyword else None, self.expression(base.value))
            for base in node.keywords
        )
        name_span = self.span(node.name)
        number = len(self.classes)
        self.bind_name(node.name.value, r.ClassOf(number), "class")
        self.classes.append(r.Class("", (), (), (), 0, 0, 0, 0, 0))
        scope, block = self.scope, self.block
        with self.new_scope("class", number) as body:
            self.suite("class", _first_of(node), node.body)
        self.classes[number] = r.Class(
            node.name.value, bases, keywords, decorators, body, scope, block, statement, name_span
        )

    def read_assign(self, node: cst.Assign) -> None:
        value = self.expression(node.value)
        for target in node.targets:
            self.bind(target.target, value, "assign")

    def read_declaration(self, node: cst.AnnAssign) -> None:
        self.annotation(node.annotation.annotation)
        if node.value is not None:
            self.bind(node.target, self.expression(node.value), "declare")

    def read_type_alias(self, node: cst.TypeAlias) -> None:
        self.bind(node.name, self.annotation(node.value), "assign")

    def read_augmented(self, node: cst.AugAssign) -> None:
        operator = _OPERATORS.get(type(node.operator), "?")
        target, value = self.expression(node.target), self.expression(node.value)
        self.bind(node.target, r.Operation(operator, (target, value)), "augment")

    def read_return(self, node: cst.Return) -> None:
        value = None if node.value is None else self.expression(node.value)
        self.returns.append(r.Return(value, self.scope, self.block, self.statement))

    def read_delete(self, node: cst.Del) -> None:
        self.bind(node.target, _UNKNOWN, "delete")

    def read_expression(self, node: cst.Expr) -> None:
        value = self.expression(node.value)
        if isinstance(value, r.Subscript):
            self.lookups.append(r.Lookup(value, self.scope, self.block, self.statement))

    def read_raise(self, node: cst.Raise) -> None:
        if node.exc is not None:
            self.expression(node.exc)
        if node.cause is not None:
            self.expression(node.cause.item)

    def read_assert(self, node: cst.Assert) -> None:
        self.expression(node.test)
        if node.msg is not None:
            self.expression(node.msg)

    def read_global(self, node: cst.Global) -> None:
        self.global_names[self.scope].extend(item.name.value for item in node.names)

    def read_nonlocal(self, node: cst.Nonlocal) -> None:
        self.nonlocal_names[self.scope].extend(item.name.value for item in node.names)

    def read_import(self, node: cst.Import) -> None:
        aliases = tuple(r.Alias(_dotted(alias.name), _bound_name(alias)) for alias in node.names)
        self.note_import(None, 0, aliases)
        for position, alias in enumerate(aliases):
            name = alias.bound_as or alias.name.partition(".")[0]
            self.bind_name(name, r.Imported(len(self.imports) - 1, position), "import")

    def read_import_from(self, node: cst.ImportFrom) -> None:
        module = None if node.module is None else _dotted(node.module)
        names = (
            (r.Alias("*", None),)
            if isinstance(node.names, cst.ImportStar)
            else tuple(r.Alias(_dotted(alias.name), _bound_name(alias)) for alias in node.names)
        )
        self.note_import(module, len(node.relative), names)
        for position, alias in enumerate(names):
            self.bind_name(alias.bound_as or alias.name, r.Imported(len(self.imports) - 1, position), "import")

    def note_import(self, module: str | None, level: int, names: tuple[r.Alias, ...]) -> None:
        self.imports.append(r.Import(module, level, names, self.scope, self.block, self.statement))

    # Targets.

    def bind(self, target: cst.CSTNode, value: r.Expression, how: How) -> None:
        if isinstance(target, cst.Name):
            self.bind_name(target.value, value, how)
        elif isinstance(target, cst.Attribute | cst.Subscript):
            place = self.expression(target)
            if isinstance(place, r.Attribute | r.Subscript):
                self.stores.append(r.Store(place, value, how, self.scope, self.block, self.statement))  # type: ignore[arg-type]
        elif isinstance(target, cst.Tuple | cst.List):
            self.unpack(target.elements, value, how)
        elif isinstance(target, cst.StarredElement):
            self.bind(target.value, r.Typed("list"), how)

    def unpack(self, targets: Sequence[cst.BaseElement], value: r.Expression, how: How) -> None:
        starred = [number for number, target in enumerate(targets) if isinstance(target, cst.StarredElement)]
        items: Sequence[r.Expression]
        if isinstance(value, r.Sequence) and len(value.items) == len(targets) and not starred:
            items = value.items
        elif how == "delete":
            items = [_UNKNOWN] * len(targets)
        else:
            # Behind a starred target, items are counted from the end.
            end = starred[0] if starred else len(targets)
            numbers = [number if number <= end else number - len(targets) for number in range(len(targets))]
            items = [r.Subscript(value, r.Constant(number)) for number in numbers]
        for target, item in zip(targets, items, strict=True):
            self.bind(target if isinstance(target, cst.StarredElement) else target.value, item, how)

    def bind_name(self, name: str, value: r.Expression, how: How) -> None:
        self.bindings.append(r.Binding(name, value, how, self.scope, self.block, self.statement))

    # Expressions.

    def expression(self, node: cst.CSTNode) -> r.Expression:
        read = _EXPRESSIONS.get(type(node))
        if read is None:
            return self.look_inside(node)
        if self.depth > _DEEPEST_EXPRESSION:
            self.deferred.append(node)
            return _UNKNOWN
        self.depth += 1
        result = read(self, node)
        self.depth -= 1
        return result

    def look_inside(self, node: cst.CSTNode) -> r.Expression:
        """Read what an expression without a record of its own holds."""
        for child in node.children:
            if isinstance(child, cst.BaseExpression):
                self.expression(child)
            elif not isinstance(child, _INSIGNIFICANT):
                self.look_inside(child)
        return _UNKNOWN

    def name(self, node: cst.Name) -> r.Expression:
        constant = _NAMED_CONSTANTS.get(node.value)
        return r.Name(node.value) if constant is None else constant

    def attribute(self, node: cst.Attribute) -> r.Expression:
        return r.Attribute(self.expression(node.value), node.attr.value)

    def call(self, node: cst.Call) -> r.Expression:
        function = self.expression(node.func)
        arguments: list[r.Expression] = []
        keywords: list[r.Keyword] = []
        for argument in node.args:
            value = self.argument(argument)
            if argument.keyword is not None:
                keywords.append(r.Keyword(argument.keyword.value, value))
            elif argument.star == "**":
                keywords.append(r.Keyword(None, value))
            else:
                arguments.append(value)
        if self.detached:
            return _UNKNOWN
        self.calls.append(
            r.Call(
                function,
                tuple(arguments),
                tuple(keywords),
                self.scope,
                self.block,
                self.statement,
                self.span(node),
            )
        )
        return r.CallOf(len(self.calls) - 1)

    def argument(self, node: cst.Arg) -> r.Expression:
        value = self.expression(node.value)
        return r.Starred(value) if node.star == "*" else value

    def subscript(self, node: cst.Subscript) -> r.Expression:
        value = self.expression(node.value)
        items = [self.index(element.slice) for element in node.slice]
        single = len(items) == 1 and not isinstance(node.slice[0].comma, cst.Comma)
        return r.Subscript(value, items[0] if single else r.Sequence("tuple", tuple(items)))

    def index(self, node: cst.BaseSlice) -> r.Expression:
        if isinstance(node, cst.Index):
            return self.expression(node.value)
        self.look_inside(node)
        return r.Slice()

    def binary(self, node: cst.BinaryOperation | cst.BooleanOperation) -> r.Expression:
        operator = _OPERATORS.get(type(node.operator), "?")
        operands: list[r.Expression] = []
        left: cst.CSTNode = node
        pending: list[cst.CSTNode] = []
        while (
            isinstance(left, type(node)) and type(left.operator) is type(node.operator) and not (pending and left.lpar)
        ):
            pending.append(left.right)
            left = left.left
        operands.append(self.expression(left))
        for operand in reversed(pending):
            if isinstance(node, cst.BooleanOperation):
                with self.inside("and" if operator == "and" else "or", operands[-1]):
                    operands.append(self.expression(operand))
            else:
                operands.append(self.expression(operand))
        return r.Operation(operator, tuple(operands))

    def unary(self, node: cst.UnaryOperation) -> r.Expression:
        value = self.expression(node.expression)
        if isinstance(node.operator, cst.Not):
            return r.Negation(value)
        if isinstance(node.operator, cst.Minus) and isinstance(value, r.Constant) and type(value.value) in (int, float):
            return r.Constant(-value.value)  # type: ignore[operator]
        return value if isinstance(value, r.Typed) else _UNKNOWN

    def comparison(self, node: cst.Comparison) -> r.Expression:
        left = self.expression(node.left)
        comparators = tuple(self.expression(target.comparator) for target in node.comparisons)
        operators = tuple(_OPERATORS.get(type(target.operator), "?") for target in node.comparisons)
        return r.Comparison(left, operators, comparators)

    def conditional(self, node: cst.IfExp) -> r.Expression:
        test = self.expression(node.test)
        with self.inside("and", test):
            body = self.expression(node.body)
        with self.inside("or", test):
            orelse = self.expression(node.orelse)
        return r.Conditional(test, body, orelse)

    def lambda_(self, node: cst.Lambda) -> r.Expression:
        if self.detached:
            return _UNKNOWN
        parameters = self.parameters(node.params)
        number = len(self.functions)
        span = self.span(node)
        placeholder = r.Function("", (), None, (), False, False, False, 0, 0, 0, 0, 0, 0)  # noqa: FBT003
        self.functions.append(placeholder)
        scope, block, statement = self.scope, self.block, self.statement
        with self.new_scope("lambda", number) as body:
            value = self.expression(node.body)
            self.returns.append(r.Return(value, body, self.block, statement))
        self.functions[number] = r.Function(
            name="<lambda>",
            parameters=parameters,
            returns=None,
            decorators=(),
            is_async=False,
            is_generator=body in self.yielding_scopes,
            stub=False,
            body=body,
            scope=scope,
            block=block,
            statement=statement,
            name_span=span,
            returns_span=span,
        )
        return r.Lambda(body)

    def tuple_(self, node: cst.Tuple) -> r.Expression:
        return r.Sequence("tuple", self.elements(node.elements))

    def list_(self, node: cst.List) -> r.Expression:
        return r.Sequence("list", self.elements(node.elements))

    def set_(self, node: cst.Set) -> r.Expression:
        return r.Sequence("set", self.elements(node.elements))

    def elements(self, elements: Sequence[cst.BaseElement]) -> tuple[r.Expression, ...]:
        return tuple(
            r.Starred(self.expression(element.value))
            if isinstance(element, cst.StarredElement)
            else self.expression(element.value)
            for element in elements
        )

    def dict_(self, node: cst.Dict) -> r.Expression:
        pairs = []
        for element in node.elements:
            key = self.expression(element.key) if isinstance(element, cst.DictElement) else None
            pairs.append(r.Pair(key, self.expression(element.value)))
        return r.Mapping(tuple(pairs))

    def comprehension(self, node: cst.BaseComp) -> r.Expression:
        if self.detached:
            return _UNKNOWN
        with self.new_scope("comprehension", -1) as scope:
            clause: cst.CompFor | None = node.for_in
            while clause is not None:
                iterable = self.expression(clause.iter)
                self.bind(clause.target, r.Iterated(iterable), "loop")
                for condition in clause.ifs:
                    self.expression(condition.test)
                clause = clause.inner_for_in
            elements = tuple(
                self.expression(getattr(node, part)) for part in ("key", "value", "elt") if hasattr(node, part)
            )
        return r.Comprehension(_COMPREHENSIONS[type(node)], elements, scope)

    def text(self, node: cst.SimpleString) -> r.Expression:
        return _constant_of_string(node)

    def concatenated(self, node: cst.ConcatenatedString) -> r.Expression:
        parts: list[r.Expression] = []
        right: cst.CSTNode = node
        while isinstance(right, cst.ConcatenatedString):
            parts.append(self.expression(right.left))
            right = right.right
        parts.append(self.expression(right))
        if all(isinstance(part, r.Constant) for part in parts):
            return r.Constant("".join(str(part.value) for part in parts))  # type: ignore[union-attr]
        if any(isinstance(part, r.Typed) for part in parts):
            return r.Typed("bytes")
        return r.Format(tuple(parts))

    def format_(self, node: cst.FormattedString) -> r.Expression:
        parts: list[r.Expression] = []
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                parts.append(r.Constant(_text_of_format(part.value, node.prefix)))
            elif isinstance(part, cst.FormattedStringExpression):
                value = self.expression(part.expression)
                plain = part.format_spec is None and part.conversion in (None, "s")
                for nested in part.format_spec or ():
                    self.look_inside(nested)
                parts.append(value if plain else _UNKNOWN)
        return r.Format(tuple(parts))

    def number(self, node: cst.Integer | cst.Float) -> r.Expression:
        value: int | float = ast.literal_eval(node.value)
        return r.Constant(value) if -(2**63) < value < 2**63 or isinstance(value, float) else r.Typed("int")

    def imaginary(self, _: cst.Imaginary) -> r.Expression:
        return r.Typed("complex")

    def ellipsis(self, _: cst.Ellipsis) -> r.Expression:
        return r.Typed("ellipsis")

    def awaited(self, node: cst.Await) -> r.Expression:
        return r.Awaited(self.expression(node.expression))

    def yielded(self, node: cst.Yield) -> r.Expression:
        scope = self.scope
        while self.scopes[scope].kind == "comprehension":
            scope = self.scopes[scope].parent
        self.yielding_scopes.add(scope)
        if isinstance(node.value, cst.From):
            value: r.Expression | None = r.Iterated(self.expression(node.value.item))
        else:
            value = None if node.value is None else self.expression(node.value)
        if not self.detached:
            self.yields.append(r.Return(value, scope, self.block, self.statement))
        return _UNKNOWN

    def named(self, node: cst.NamedExpr) -> r.Expression:
        value = self.expression(node.value)
        if isinstance(node.target, cst.Name) and not self.detached:
            # A walrus binds in the scope around a comprehension.
            outer = self.scope
            while self.scopes[self.scope].kind == "comprehension":
                self.scope = self.scopes[self.scope].parent
            self.bind_name(node.target.value, value, "named")
            self.scope = outer
        return value

    def parameters(self, node: cst.Parameters) -> tuple[r.Parameter, ...]:
        groups: list[tuple[r.ParameterKind, Sequence[cst.Param]]] = [
            ("positional-only", node.posonly_params),
            ("positional", node.params),
            ("var-positional", [node.star_arg] if isinstance(node.star_arg, cst.Param) else []),
            ("keyword-only", node.kwonly_params),
            ("var-keyword", [node.star_kwarg] if node.star_kwarg is not None else []),
        ]
        return tuple(
            r.Parameter(
                param.name.value,
                kind,
                None if param.annotation is None else self.annotation(param.annotation.annotation),
                None if param.default is None else self.expression(param.default),
                self.span(param.name),
            )
            for kind, params in groups
            for param in params
        )

    # Annotations: a text stands for the expression that it spells.

    def annotation(self, node: cst.CSTNode) -> r.Expression:
        return self.unquoted(self.expression(node))

    def unquoted(self, value: r.Expression) -> r.Expression:
        if isinstance(value, r.Constant) and isinstance(value.value, str):
            return self.parsed(value.value)
        if isinstance(value, r.Operation):
            return r.Operation(value.operator, tuple(map(self.unquoted, value.operands)))
        if isinstance(value, r.Subscript) and _last_name(value.value) != "Literal":
            return r.Subscript(value.value, self.unquoted(value.index))
        if isinstance(value, r.Sequence):
            return r.Sequence(value.type, tuple(map(self.unquoted, value.items)))
        return value

    def parsed(self, text: str) -> r.Expression:
        try:
            check(f"({text.strip()}\n)")  # libcst has no guard against deep nesting
            node = cst.parse_expression(text.strip())
        except (InvalidError, TooDeepError, cst.ParserSyntaxError):
            return _UNKNOWN
        outer, self.detached = self.detached, True
        result = self.unquoted(self.expression(node))
        self.detached = outer
        return result


_OPERATORS: dict[type[cst.CSTNode], str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%",
    cst.Power: "**", cst.BitOr: "|", cst.BitAnd: "&", cst.BitXor: "^", cst.LeftShift: "<<", cst.RightShift: ">>",
    cst.MatrixMultiply: "@", cst.And: "and", cst.Or: "or",
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.DivideAssign: "/",
    cst.FloorDivideAssign: "//", cst.ModuloAssign: "%", cst.PowerAssign: "**", cst.BitOrAssign: "|",
    cst.BitAndAssign: "&", cst.BitXorAssign: "^", cst.LeftShiftAssign: "<<", cst.RightShiftAssign: ">>",
    cst.MatrixMultiplyAssign: "@",
    cst.Equal: "==", cst.NotEqual: "!=", cst.LessThan: "<", cst.LessThanEqual: "<=", cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=", cst.Is: "is", cst.IsNot: "is not", cst.In: "in", cst.NotIn: "not in",
}  # fmt: skip
_NAMED_CONSTANTS = {"None": r.Constant(None), "True": r.Constant(value=True), "False": r.Constant(value=False)}
_COMPREHENSIONS: dict[type[cst.CSTNode], Literal["list", "set", "dict", "generator"]] = {
    cst.ListComp: "list",
    cst.SetComp: "set",
    cst.DictComp: "dict",
    cst.GeneratorExp: "generator",
}
_INSIGNIFICANT = (
    cst.BaseParenthesizableWhitespace,
    cst.BaseValueToken if hasattr(cst, "BaseValueToken") else cst.Comma,
    cst.Comma,
    cst.LeftParen,
    cst.RightParen,
)
_EXPRESSIONS: dict[type[cst.CSTNode], Callable[[_Reader, Any], r.Expression]] = {
    cst.Name: _Reader.name,
    cst.Attribute: _Reader.attribute,
    cst.Call: _Reader.call,
    cst.Subscript: _Reader.subscript,
    cst.BinaryOperation: _Reader.binary,
    cst.BooleanOperation: _Reader.binary,
    cst.UnaryOperation: _Reader.unary,
    cst.Comparison: _Reader.comparison,
    cst.IfExp: _Reader.conditional,
    cst.Lambda: _Reader.lambda_,
    cst.Tuple: _Reader.tuple_,
    cst.List: _Reader.list_,
    cst.Set: _Reader.set_,
    cst.Dict: _Reader.dict_,
    cst.ListComp: _Reader.comprehension,
    cst.SetComp: _Reader.comprehension,
    cst.DictComp: _Reader.comprehension,
    cst.GeneratorExp: _Reader.comprehension,
    cst.SimpleString: _Reader.text,
    cst.ConcatenatedString: _Reader.concatenated,
    cst.FormattedString: _Reader.format_,
    cst.Integer: _Reader.number,
    cst.Float: _Reader.number,
    cst.Imaginary: _Reader.imaginary,
    cst.Ellipsis: _Reader.ellipsis,
    cst.Await: _Reader.awaited,
    cst.Yield: _Reader.yielded,
    cst.NamedExpr: _Reader.named,
}
_COMPOUND: dict[type[cst.CSTNode], Callable[[_Reader, Any], None]] = {
    cst.If: _Reader.read_if,
    cst.For: _Reader.read_for,
    cst.While: _Reader.read_while,
    cst.With: _Reader.read_with,
    cst.Try: _Reader.read_try,
    cst.TryStar: _Reader.read_try,
    cst.Match: _Reader.read_match,
    cst.FunctionDef: _Reader.read_function,
    cst.ClassDef: _Reader.read_class,
}
_SMALL: dict[type[cst.CSTNode], Callable[[_Reader, Any], None]] = {
    cst.Expr: _Reader.read_expression,
    cst.Assign: _Reader.read_assign,
    cst.AnnAssign: _Reader.read_declaration,
    cst.AugAssign: _Reader.read_augmented,
    cst.Return: _Reader.read_return,
    cst.Import: _Reader.read_import,
    cst.ImportFrom: _Reader.read_import_from,
    cst.Del: _Reader.read_delete,
    cst.Raise: _Reader.read_raise,
    cst.Assert: _Reader.read_assert,
    cst.Global: _Reader.read_global,
    cst.Nonlocal: _Reader.read_nonlocal,
    cst.TypeAlias: _Reader.read_type_alias,
}


def _first_of(node: cst.FunctionDef | cst.ClassDef) -> cst.CSTNode:
    return node.decorators[0] if node.decorators else node


def _dotted(node: cst.CSTNode) -> str:
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if isinstance(node, cst.Name):
        parts.append(node.value)
    return ".".join(reversed(parts))


def _bound_name(alias: cst.ImportAlias) -> str | None:
    return None if alias.asname is None else _dotted(alias.asname.name)


def _last_name(value: r.Expression) -> str:
    return value.name if isinstance(value, r.Attribute) else value.id if isinstance(value, r.Name) else ""


def _captured_names(pattern: cst.CSTNode) -> Iterator[str]:
    pending: list[cst.CSTNode] = [pattern]
    while pending:
        node = pending.pop()
        if isinstance(node, cst.MatchAs | cst.MatchStar) and node.name is not None:
            yield node.name.value
        elif isinstance(node, cst.MatchMapping) and node.rest is not None:
            yield node.rest.value
        pending.extend(child for child in node.children if not isinstance(child, cst.BaseExpression))


def _is_stub(body: cst.BaseSuite) -> bool:
    return all(
        isinstance(line, cst.SimpleStatementLine | cst.BaseSmallStatement) and _says_nothing(line) for line in body.body
    )


def _says_nothing(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.SimpleStatementLine):
        return all(map(_says_nothing, node.body))
    if isinstance(node, cst.Expr):
        return isinstance(node.value, cst.SimpleString | cst.ConcatenatedString | cst.Ellipsis)
    if isinstance(node, cst.Raise):
        raised = node.exc.func if isinstance(node.exc, cst.Call) else node.exc
        return raised is not None and _dotted(raised) in ("NotImplementedError", "builtins.NotImplementedError")
    return isinstance(node, cst.Pass)


def _constant_of_string(node: cst.SimpleString) -> r.Expression:
    raw = node.value
    quote = raw[0]
    if quote in "'\"" and "\\" not in raw:
        width = 3 if raw[:3] == quote * 3 else 1
        text = raw[width:-width]
        return r.Constant(text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)
    value = ast.literal_eval(raw)
    # A lone surrogate can't be stored as UTF-8.
    return r.Constant(value) if isinstance(value, str) and _storable(value) else r.Typed(type(value).__name__)


def _storable(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _text_of_format(raw: str, prefix: str) -> str:
    text = raw.replace("{{", "{").replace("}}", "}")
    if "\\" not in text or "r" in prefix.lower():
        return text
    try:
        value = str(ast.literal_eval('"""' + text.replace('"', '\\"') + '"""'))
    except (SyntaxError, ValueError):
        return text
    return value if _storable(value) else text
