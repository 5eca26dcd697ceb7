using System.Globalization;
using System.Text;

namespace AiInfra.Core.Filters;

/// <summary>Reads a filter from left to right.</summary>
internal sealed class FilterReader(string text)
{
    private const string Ends = "=!<>()'\",`;";
    private static readonly (string Text, FilterOperator Operator)[] s_signs =
    [
        ("!=", FilterOperator.NotEqual), ("<>", FilterOperator.NotEqual), (">=", FilterOperator.GreaterOrEqual), ("<=", FilterOperator.LessOrEqual),
        ("==", FilterOperator.Equal), ("=", FilterOperator.Equal), (">", FilterOperator.Greater), ("<", FilterOperator.Less),
    ];

    private int _at;

    public bool AtEnd
    {
        get
        {
            SkipBlank();
            return _at >= text.Length;
        }
    }

    public static string Text(FilterOperator op) => op switch
    {
        FilterOperator.Like => "LIKE",
        FilterOperator.ILike => "ILIKE",
        FilterOperator.In => "IN",
        FilterOperator.NotIn => "NOT IN",
        FilterOperator.IsNull => "IS NULL",
        FilterOperator.IsNotNull => "IS NOT NULL",
        _ => Array.Find(s_signs, s => s.Operator == op).Text,
    };

    public FilterException Fault(string expected, int? position = null)
    {
        int at = position ?? _at;
        return new FilterException($"{expected}, got {(at >= text.Length ? "the end" : $"'{text[at..Math.Min(text.Length, at + 20)]}'")}", text, at);
    }

    public FilterCondition Condition()
    {
        SkipBlank();
        int begin = _at;
        (string? entity, string key) = Name();
        FilterOperator op = Operator();
        SkipBlank();
        var condition = new FilterCondition(entity, key, op, begin) { ValuePosition = Math.Min(_at, Math.Max(0, text.Length - 1)) };
        return op switch
        {
            FilterOperator.IsNull or FilterOperator.IsNotNull => condition,
            FilterOperator.In or FilterOperator.NotIn => condition with { Texts = List() },
            _ when !AtEnd && text[_at] is '\'' or '"' => condition with { Text = Quoted(text[_at]) },
            _ => condition with { Number = Number() },
        };
    }

    public void And()
    {
        if (Word("AND"))
        {
            return;
        }

        int begin = _at;
        throw Fault(Word("OR") ? "Expected AND: there is no OR, search once for each alternative" : "Expected AND or the end", begin);
    }

    /// <summary><c>entity.key</c> or <c>key</c>.</summary>
    public (string? Entity, string Key) Name()
    {
        string first = Part(isEntity: true);
        if (_at < text.Length && text[_at] == '.')
        {
            _at++;
            return (first, Part(isEntity: false));
        }

        return (null, first);
    }

    /// <summary><c>ASC</c> or <c>DESC</c>, where one stands.</summary>
    public bool Direction()
    {
        bool descending = Word("DESC");
        if (!descending)
        {
            Word("ASC");
        }

        return descending;
    }

    private string Part(bool isEntity)
    {
        if (isEntity)
        {
            SkipBlank();
        }

        if (_at < text.Length && text[_at] is '"' or '`')
        {
            return Quoted(text[_at]);
        }

        int begin = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !Ends.Contains(text[_at], StringComparison.Ordinal) && !(isEntity && text[_at] == '.'))
        {
            _at++;
        }

        return _at > begin ? text[begin.._at] : throw Fault(isEntity ? "Expected a name such as metrics.auc, params.\"learning rate\" or attributes.start_time" : "Expected a key after the point");
    }

    private FilterOperator Operator()
    {
        if (AtEnd)
        {
            throw Fault("Expected an operator (=, !=, <, <=, >, >=, LIKE, ILIKE, IN, NOT IN, IS NULL, IS NOT NULL)");
        }

        foreach ((string sign, FilterOperator op) in s_signs)
        {
            if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) == 0)
            {
                _at += sign.Length;
                return op;
            }
        }

        int begin = _at;
        if (Word("LIKE"))
        {
            return FilterOperator.Like;
        }

        if (Word("ILIKE"))
        {
            return FilterOperator.ILike;
        }

        if (Word("IN"))
        {
            return FilterOperator.In;
        }

        if (Word("NOT") && Word("IN"))
        {
            return FilterOperator.NotIn;
        }

        _at = begin;
        if (Word("IS"))
        {
            bool not = Word("NOT");
            if (Word("NULL"))
            {
                return not ? FilterOperator.IsNotNull : FilterOperator.IsNull;
            }
        }

        _at = begin;
        throw Fault("Expected an operator (=, !=, <, <=, >, >=, LIKE, ILIKE, IN, NOT IN, IS NULL, IS NOT NULL)");
    }

    private List<string> List()
    {
        const string expected = "Expected a list of texts in parentheses, as ('a', 'b')";
        var texts = new List<string>();
        if (AtEnd || text[_at] != '(')
        {
            throw Fault(expected);
        }

        do
        {
            _at++;
            if (AtEnd || text[_at] is not ('\'' or '"'))
            {
                throw Fault(expected);
            }

            texts.Add(Quoted(text[_at]));
        }
        while (!AtEnd && text[_at] == ',');
        if (AtEnd || text[_at] != ')')
        {
            throw Fault(expected);
        }

        _at++;
        return texts;
    }

    private double Number()
    {
        int begin = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !Ends.Contains(text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        if (_at > begin && double.TryParse(text.AsSpan(begin, _at - begin), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            return number;
        }

        _at = begin;
        throw Fault("Expected a number, or a text in quotes");
    }

    /// <summary>What stands in quotes; a quote within is doubled.</summary>
    private string Quoted(char quote)
    {
        int begin = _at;
        var value = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] != quote)
            {
                value.Append(text[_at]);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == quote)
            {
                value.Append(text[_at++]);
            }
            else
            {
                _at++;
                return value.ToString();
            }
        }

        throw Fault($"Expected a closing {quote}", begin);
    }

    /// <summary>Takes a word, in any case, where it stands next.</summary>
    private bool Word(string word)
    {
        SkipBlank();
        int end = _at + word.Length;
        if (end > text.Length || !text.AsSpan(_at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase) || (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')))
        {
            return false;
        }

        _at = end;
        return true;
    }

    private void SkipBlank()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }
}
