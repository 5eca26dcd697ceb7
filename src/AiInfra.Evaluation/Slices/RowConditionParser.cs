using System.Globalization;
using AiInfra.Core.Rows;

namespace AiInfra.Evaluation.Slices;

/// <summary>Reads a <see cref="RowCondition"/> by recursive descent.</summary>
internal sealed class RowConditionParser(string text)
{
    private const int DeepestNesting = 64;
    private static readonly string[] s_keywords = ["and", "or", "not", "in", "is", "missing", "true", "false"];
    private static readonly string[] s_signs = ["<=", ">=", "!=", "<>", "==", "<", ">", "="];
    private readonly List<string> _columns = [];
    private int _at;
    private int _depth;

    /// <summary>Whether a column's name can stand without backticks.</summary>
    public static bool IsWord(string name) =>
        name.Length > 0 && IsFirst(name[0]) && name.All(IsNext) && !s_keywords.Contains(name, StringComparer.OrdinalIgnoreCase);

    public RowCondition Parse()
    {
        Func<Row, bool> test = Either();
        Blanks();
        return _at == text.Length ? new(text.Trim(), _columns, test) : throw Wrong("'and', 'or' or the end");
    }

    private static bool IsFirst(char c) => char.IsLetter(c) || c == '_';

    private static bool IsNext(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.';

    private Func<Row, bool> Either()
    {
        Func<Row, bool> left = Both();
        while (Word("or"))
        {
            Func<Row, bool> before = left, right = Both();
            left = row => before(row) || right(row);
        }

        return left;
    }

    private Func<Row, bool> Both()
    {
        Func<Row, bool> left = Single();
        while (Word("and"))
        {
            Func<Row, bool> before = left, right = Single();
            left = row => before(row) && right(row);
        }

        return left;
    }

    private Func<Row, bool> Single()
    {
        if (++_depth > DeepestNesting)
        {
            throw Wrong($"at most {DeepestNesting} nested parentheses and nots");
        }

        Func<Row, bool> result;
        if (Word("not"))
        {
            Func<Row, bool> inner = Single();
            result = row => !inner(row);
        }
        else if (Sign("("))
        {
            result = Either();
            Expect(")");
        }
        else
        {
            result = Comparison();
        }

        _depth--;
        return result;
    }

    private Func<Row, bool> Comparison()
    {
        string column = Column();
        if (Word("is"))
        {
            bool not = Word("not");
            return Word("missing") ? row => row[column].IsMissing != not : throw Wrong("'missing'");
        }

        bool outside = Word("not");
        if (Word("in"))
        {
            Value[] values = List();
            return row => row[column] is { IsMissing: false } value && Array.Exists(values, v => RowCondition.AreEqual(value, v)) != outside;
        }

        string sign = (outside ? null : s_signs.FirstOrDefault(Sign)) ?? throw Wrong(outside ? "'in'" : "one of = != < <= > >=, 'in' or 'is'");
        Value literal = Literal();
        return sign switch
        {
            "=" or "==" => row => row[column] is { IsMissing: false } value && RowCondition.AreEqual(value, literal),
            "!=" or "<>" => row => row[column] is { IsMissing: false } value && !RowCondition.AreEqual(value, literal),
            "<" => Ordered(column, literal, order => order < 0),
            "<=" => Ordered(column, literal, order => order <= 0),
            ">" => Ordered(column, literal, order => order > 0),
            _ => Ordered(column, literal, order => order >= 0),
        };
    }

    private static Func<Row, bool> Ordered(string column, Value literal, Func<int, bool> holds) => row =>
        row[column] is { IsMissing: false } value && holds(RowCondition.Order(value, literal)
            ?? throw new RowConditionException($"Column '{column}' holds '{value}' of kind {value.Kind}, which has no order with {RowCondition.Literal(literal)} of kind {literal.Kind}."));

    private string Column()
    {
        Blanks();
        string name;
        if (_at < text.Length && text[_at] == '`')
        {
            name = Quoted('`');
        }
        else
        {
            int from = _at;
            while (_at < text.Length && (_at == from ? IsFirst(text[_at]) : IsNext(text[_at])))
            {
                _at++;
            }

            name = text[from.._at];
            if (!IsWord(name))
            {
                _at = from;
                throw Wrong("a column");
            }
        }

        if (!_columns.Contains(name, StringComparer.Ordinal))
        {
            _columns.Add(name);
        }

        return name;
    }

    private Value[] List()
    {
        Expect("(");
        var values = new List<Value> { Literal() };
        while (Sign(","))
        {
            values.Add(Literal());
        }

        Expect(")");
        return [.. values];
    }

    private Value Literal()
    {
        Blanks();
        if (_at < text.Length && text[_at] is '"' or '\'')
        {
            return Value.Of(Quoted(text[_at]));
        }

        if (Word("true"))
        {
            return Value.Of(true);
        }

        if (Word("false"))
        {
            return Value.Of(false);
        }

        int from = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] is '+' or '-' or '.' or 'e' or 'E'))
        {
            _at++;
        }

        if (double.TryParse(text.AsSpan(from, _at - from), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return Value.Of(number);
        }

        _at = from;
        throw Wrong("a number, a text in quotes, true or false");
    }

    private string Quoted(char quote)
    {
        int from = _at++;
        while (_at < text.Length && (text[_at] != quote || (_at + 1 < text.Length && text[_at + 1] == quote)))
        {
            _at += text[_at] == quote ? 2 : 1;
        }

        if (_at >= text.Length)
        {
            _at = from;
            throw Wrong($"a closing {quote}");
        }

        return text[(from + 1).._at++].Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal);
    }

    private bool Word(string word)
    {
        Blanks();
        bool there = string.Compare(text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
            && (_at + word.Length >= text.Length || !IsNext(text[_at + word.Length]));
        _at += there ? word.Length : 0;
        return there;
    }

    private bool Sign(string sign)
    {
        Blanks();
        bool there = string.CompareOrdinal(text, _at, sign, 0, sign.Length) == 0;
        _at += there ? sign.Length : 0;
        return there;
    }

    private void Expect(string sign)
    {
        if (!Sign(sign))
        {
            throw Wrong($"'{sign}'");
        }
    }

    private void Blanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private RowConditionException Wrong(string expected)
    {
        Blanks();
        string found = _at >= text.Length ? "the text ends" : $"'{text[_at..Math.Min(text.Length, _at + 20)]}' stands";
        return new($"The condition '{text}' is not understood at {_at}: {expected} is expected, {found} there.") { Position = _at };
    }
}
